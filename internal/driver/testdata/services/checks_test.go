package services_test

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/dynamodb"
	"github.com/smithwright/smithwright/route53"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/s3"
	"github.com/smithwright/smithwright/s3old"
	"github.com/smithwright/smithwright/sqs"
)

func TestReplyCRC32(t *testing.T) {
	t.Parallel()
	body := `{"TableNames": ["a"]}`
	right := strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(body))), 10)
	for _, test := range []struct {
		sums     []string // of the replies
		attempts int
		damaged  bool
	}{
		{[]string{right}, 1, false},
		{[]string{""}, 1, false},
		{[]string{"nonsense"}, 1, false},
		{[]string{"1", right}, 2, false},
		{[]string{"1", "2", "3"}, 3, true},
	} {
		left := test.sums
		n := &network{answer: func(*http.Request) (int, http.Header, string) {
			sum := left[0]
			left = left[1:]
			return 200, http.Header{"X-Amz-Crc32": {sum}}, body
		}}
		c, err := dynamodb.New(dynamodb.Config{Region: "us-west-2", Credentials: credentials, Options: rt.Options{
			HTTPClient: n, Retryer: retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = 1 }),
		}})
		if err != nil {
			t.Fatal(err)
		}
		out, err := c.ListTables(t.Context(), &dynamodb.ListTablesInput{})
		var damaged *rt.ChecksumError
		if len(n.requests) != test.attempts || errors.As(err, &damaged) != test.damaged || !test.damaged && (err != nil || len(out.TableNames) != 1) {
			t.Errorf("%v: %d attempts, %v", test.sums, len(n.requests), err)
		}
		if test.damaged && (damaged.Algorithm != "CRC32" || damaged.Want != "3" || damaged.Got != right) {
			t.Errorf("%+v", damaged)
		}
		if got := n.requests[0].Header.Get("Accept-Encoding"); got != "identity" {
			t.Errorf("Accept-Encoding is %q", got)
		}
	}
}

func sum(text string) string {
	s := md5.Sum([]byte(text))
	return hex.EncodeToString(s[:])
}

// queue makes a client of a queue that answers with that document.
func queue(t *testing.T, document string) (*sqs.Client, *network) {
	t.Helper()
	n := &network{answer: func(*http.Request) (int, http.Header, string) { return 200, nil, document }}
	c, err := sqs.New(sqs.Config{Region: "us-west-2", Credentials: credentials, Options: rt.Options{HTTPClient: n}})
	if err != nil {
		t.Fatal(err)
	}
	return c, n
}

// damaged reports whether err says that a text was damaged, once and without the text.
func damaged(t *testing.T, err error, n *network) bool {
	t.Helper()
	if err == nil {
		return false
	}
	if !strings.Contains(err.Error(), "damaged") || len(n.requests) != 1 {
		t.Errorf("%v; %d requests", err, len(n.requests))
	}
	return true
}

func TestMessageSums(t *testing.T) {
	t.Parallel()
	url := "https://sqs.us-west-2.amazonaws.com/1/q"
	for told, bad := range map[string]bool{sum("hello"): false, strings.ToUpper(sum("hello")): false, "": false, sum("hallo"): true, "x": true} {
		c, n := queue(t, fmt.Sprintf(`{"MessageId": "1", "MD5OfMessageBody": %q}`, told))
		_, err := c.SendMessage(t.Context(), &sqs.SendMessageRequest{QueueUrl: url, MessageBody: "hello"})
		if damaged(t, err, n) != bad {
			t.Errorf("sent, and told %q: %v", told, err)
		}
		c, n = queue(t, fmt.Sprintf(`{"Messages": [{"Body": "first", "MD5OfBody": %q}, {"Body": "hello", "MD5OfBody": %q}]}`, sum("first"), told))
		_, err = c.ReceiveMessage(t.Context(), &sqs.ReceiveMessageRequest{QueueUrl: url})
		if damaged(t, err, n) != bad {
			t.Errorf("received, and told %q: %v", told, err)
		}
		c, n = queue(t, fmt.Sprintf(`{"Successful": [{"Id": "b", "MessageId": "2", "MD5OfMessageBody": %q}, {"Id": "a", "MessageId": "1", "MD5OfMessageBody": %q},
{"Id": "c", "MessageId": "3", "MD5OfMessageBody": "of nothing that was sent"}], "Failed": []}`, told, sum("first")))
		_, err = c.SendMessageBatch(t.Context(), &sqs.SendMessageBatchRequest{QueueUrl: url, Entries: []sqs.SendMessageBatchRequestEntry{
			{Id: "a", MessageBody: "first"}, {Id: "b", MessageBody: "hello"},
		}})
		if damaged(t, err, n) != bad {
			t.Errorf("sent in a batch, and told %q: %v", told, err)
		}
	}
	c, _ := queue(t, `{}`)
	if _, err := c.ReceiveMessage(t.Context(), &sqs.ReceiveMessageRequest{QueueUrl: url}); err != nil {
		t.Error(err)
	}
}

func TestExtendedRequestID(t *testing.T) {
	t.Parallel()
	n := &network{answer: func(*http.Request) (int, http.Header, string) {
		h := http.Header{"X-Amz-Request-Id": {"R1"}, "X-Amz-Id-2": {"host+id="}}
		return 404, h, `<Error><Code>NoSuchKey</Code><Message>no</Message></Error>`
	}}
	c, err := s3.New(s3.Config{Region: "us-west-2", Credentials: credentials, Options: rt.Options{HTTPClient: n}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.GetObject(t.Context(), &s3.GetObjectRequest{Bucket: "bucket", Key: "k"})
	var missing *s3.NoSuchKey
	if !errors.As(err, &missing) || missing.RequestID != "R1" || missing.ExtendedRequestID != "host+id=" ||
		!strings.Contains(err.Error(), "request id R1, extended request id host+id=") {
		t.Errorf("%v", err)
	}
}

// TestExpires: what a caller once put into that header need not be a time.
func TestExpires(t *testing.T) {
	t.Parallel()
	n := &network{answer: func(*http.Request) (int, http.Header, string) {
		return 200, http.Header{"Expires": {"in an hour"}}, ""
	}}
	options := rt.Options{HTTPClient: n}
	c, err := s3.New(s3.Config{Region: "us-west-2", Credentials: credentials, Options: options})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.GetObject(t.Context(), &s3.GetObjectRequest{Bucket: "bucket", Key: "k"}); err != nil || *out.Expires != "in an hour" {
		t.Errorf("%+v, %v", out, err)
	}
	old, err := s3old.New(s3old.Config{Region: "us-west-2", Credentials: credentials, Options: options})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := old.GetObject(t.Context(), &s3old.GetObjectRequest{Bucket: "bucket", Key: "k"}); err != nil || *out.Expires != "in an hour" {
		t.Errorf("of the older model: %+v, %v", out, err)
	}
}

// TestErrorOfItsOwnName: one error of the service comes without what is around all others.
func TestErrorOfItsOwnName(t *testing.T) {
	t.Parallel()
	n := &network{}
	c, err := route53.New(route53.Config{Region: "us-east-1", Credentials: credentials, Options: rt.Options{HTTPClient: n}})
	if err != nil {
		t.Fatal(err)
	}
	in := &route53.ChangeResourceRecordSetsRequest{HostedZoneId: "Z1", ChangeBatch: &route53.ChangeBatch{Changes: []route53.Change{{
		Action: "CREATE", ResourceRecordSet: &route53.ResourceRecordSet{Name: "a.example.com", Type: "A"},
	}}}}
	for _, document := range []string{
		`<InvalidChangeBatch xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Messages><Message>first</Message><Message>second</Message></Messages><RequestId>R</RequestId></InvalidChangeBatch>`,
		`<ErrorResponse><Error><Type>Sender</Type><Code>InvalidChangeBatch</Code><Message>m</Message></Error><RequestId>R</RequestId></ErrorResponse>`,
	} {
		n.answer = func(*http.Request) (int, http.Header, string) { return 400, nil, document }
		_, err := c.ChangeResourceRecordSets(t.Context(), in)
		var invalid *route53.InvalidChangeBatch
		if !errors.As(err, &invalid) || invalid.RequestID != "R" {
			t.Fatalf("%v", err)
		}
		if strings.HasPrefix(document, "<Invalid") {
			if diff := cmp.Diff([]string{"first", "second"}, invalid.Messages); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		}
	}
}
