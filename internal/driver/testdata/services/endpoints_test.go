package services_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/dynamodb"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/timestreamquery"
)

// account gives out the credentials of an account.
func account(id string) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "SECRET", AccountID: id}, nil
	})
}

func TestAccountInHost(t *testing.T) {
	t.Parallel()
	const usual, own = "dynamodb.us-west-2.amazonaws.com", "123456789012.ddb.us-west-2.amazonaws.com"
	for _, test := range []struct{ mode, account, host string }{
		{"", "", usual},
		{"", "123456789012", own},
		{"preferred", "", usual},
		{"preferred", "123456789012", own},
		{"required", "123456789012", own},
		{"disabled", "123456789012", usual},
	} {
		n := &network{answer: func(*http.Request) (int, http.Header, string) { return 200, nil, "{}" }}
		c, err := dynamodb.New(dynamodb.Config{
			Region: "us-west-2", Credentials: account(test.account), AccountIDEndpointMode: test.mode, Options: rt.Options{HTTPClient: n},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.ListTables(t.Context(), &dynamodb.ListTablesInput{}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{test.host}, n.hosts()); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", test, diff)
		}
	}
	c, err := dynamodb.New(dynamodb.Config{
		Region: "us-west-2", Credentials: account(""), AccountIDEndpointMode: "required", Options: rt.Options{HTTPClient: never(t)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.ListTables(t.Context(), &dynamodb.ListTablesInput{}); err == nil || !strings.Contains(err.Error(), "AccountId") {
		t.Errorf("required and unknown: %v", err)
	}
}

// cells answers as a service that has its calls go to one of its cells.
type cells struct {
	network
	asked   int
	refused map[string]bool
}

func (s *cells) serve(r *http.Request) (int, http.Header, string) {
	if strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".DescribeEndpoints") {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked++
		return 200, nil, `{"Endpoints": [
{"Address": "cell1.timestream.us-west-2.amazonaws.com", "CachePeriodInMinutes": 10},
{"Address": "cell2.timestream.us-west-2.amazonaws.com", "CachePeriodInMinutes": 10}]}`
	}
	if s.refused[r.URL.Host] {
		return 421, nil, `{"__type": "com.amazonaws.timestreamquery#InvalidEndpointException", "Message": "not here"}`
	}
	return 200, nil, `{"QueryId": "q", "ColumnInfo": [], "Rows": []}`
}

func TestDiscovery(t *testing.T) {
	t.Parallel()
	s, now := &cells{refused: map[string]bool{}}, newClock()
	s.answer = s.serve
	c, err := timestreamquery.New(timestreamquery.Config{Region: "us-west-2", Credentials: credentials, Options: rt.Options{HTTPClient: s, Clock: now.now}})
	if err != nil {
		t.Fatal(err)
	}
	query := func() error {
		_, err := c.Query(t.Context(), &timestreamquery.QueryRequest{QueryString: "SELECT 1"})
		return err
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := query(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if s.asked != 1 || s.requests[0].URL.Host != "query.timestream.us-west-2.amazonaws.com" {
		t.Errorf("asked %d times, first at %s", s.asked, s.requests[0].URL.Host)
	}
	for _, r := range s.requests[1:] {
		if r.URL.Host != "cell1.timestream.us-west-2.amazonaws.com" {
			t.Errorf("a call went to %s", r.URL.Host)
		}
	}
	// Signatures are for the service as before. It takes no notice of the host.
	own, _ := credentials.Retrieve(t.Context())
	if last := s.requests[20]; !strings.Contains(last.Header.Get("Authorization"), "/us-west-2/timestream/aws4_request") || own.SessionToken != last.Header.Get("X-Amz-Security-Token") {
		t.Errorf("%v", last.Header)
	}
	s.requests, s.refused["cell1.timestream.us-west-2.amazonaws.com"] = nil, true
	if err := query(); err != nil {
		t.Fatal(err)
	}
	if err := query(); err != nil {
		t.Fatal(err)
	}
	const cell1, cell2 = "cell1.timestream.us-west-2.amazonaws.com", "cell2.timestream.us-west-2.amazonaws.com"
	if diff := cmp.Diff([]string{cell1, cell2, cell2}, s.hosts()); diff != "" {
		t.Errorf("after a refusal (-want +got):\n%s", diff)
	}
	s.requests, s.refused[cell2] = nil, true
	err = query()
	if m, ok := rt.MetadataOf(err); !ok || m.Code != "InvalidEndpointException" {
		t.Errorf("when all are refused: %v", err)
	}
	if diff := cmp.Diff([]string{cell2, "query.timestream.us-west-2.amazonaws.com", cell1, cell2}, s.hosts()); diff != "" {
		t.Errorf("when all are refused (-want +got):\n%s", diff)
	}
	clear(s.refused)
	now.move(time.Hour)
	if err := query(); err != nil || s.asked != 3 {
		t.Errorf("asked %d times, %v", s.asked, err)
	}
}

func TestNoDiscovery(t *testing.T) {
	t.Parallel()
	s := &cells{}
	s.answer = s.serve
	c, err := timestreamquery.New(timestreamquery.Config{
		Region: "us-west-2", Credentials: credentials, Endpoint: "https://vpce.example.com", Options: rt.Options{HTTPClient: s},
	})
	if err != nil {
		t.Fatal(err)
	}
	in := &timestreamquery.QueryRequest{QueryString: "SELECT 1"}
	if _, err := c.Query(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Query(t.Context(), in, rt.WithEndpoint("https://other.example.com")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"vpce.example.com", "other.example.com"}, s.hosts()); diff != "" || s.asked > 0 {
		t.Errorf("asked %d times; hosts (-want +got):\n%s", s.asked, diff)
	}
	down := &network{answer: func(*http.Request) (int, http.Header, string) { return 0, nil, "" }}
	c, err = timestreamquery.New(timestreamquery.Config{
		Region: "us-west-2", Credentials: credentials, Options: rt.Options{HTTPClient: down, Retryer: aws.NopRetryer{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Query(t.Context(), in); err == nil || !strings.Contains(err.Error(), "asking the service for the endpoint of Query: DescribeEndpoints") {
		t.Errorf("%v", err)
	}
}

// An operation that can do without its own endpoint has one where the user wants that and the service gives one out.
func TestOptionalDiscovery(t *testing.T) {
	t.Parallel()
	for _, wanted := range []bool{false, true} {
		for _, up := range []bool{false, true} {
			s := &cells{}
			s.answer = func(r *http.Request) (int, http.Header, string) {
				if !up && strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".DescribeEndpoints") {
					return 400, nil, `{"__type": "AccessDeniedException"}`
				}
				return s.serve(r)
			}
			c, err := dynamodb.New(dynamodb.Config{
				Region: "us-west-2", Credentials: credentials, EndpointDiscovery: wanted, Options: rt.Options{HTTPClient: s},
			})
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := c.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: "t", Key: map[string]dynamodb.AttributeValue{}}); err != nil {
					t.Fatal(err)
				}
			}
			const usual, cell = "dynamodb.us-west-2.amazonaws.com", "cell1.timestream.us-west-2.amazonaws.com"
			want := []string{usual, usual}
			switch {
			case wanted && up:
				want = []string{usual, cell, cell}
			case wanted:
				want = []string{usual, usual, usual}
			}
			if diff := cmp.Diff(want, s.hosts()); diff != "" {
				t.Errorf("wanted %v, up %v: hosts (-want +got):\n%s", wanted, up, diff)
			}
		}
	}
}
