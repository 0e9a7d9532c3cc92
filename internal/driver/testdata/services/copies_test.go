package services_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/ec2"
	"github.com/smithwright/smithwright/rds"
	"github.com/smithwright/smithwright/rt"
)

// presigned takes the address out of a form, and compares the rest and the address: its host, its parameters and its
// signature, which aws-sdk-go-v2 computes again.
func presigned(t *testing.T, form, parameter, service, host string, want url.Values) {
	t.Helper()
	got, err := url.ParseQuery(form)
	if err != nil {
		t.Fatal(err)
	}
	address := got.Get(parameter)
	got.Del(parameter)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the form (-want +got):\n%s", diff)
	}
	u, err := url.Parse(address)
	if err != nil || u.Host != host || u.Scheme != "https" {
		t.Fatalf("the address is %q: %v", address, err)
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "X-Amz-") {
			query.Del(name)
		}
	}
	if diff := cmp.Diff(want, query); diff != "" {
		t.Errorf("the address's parameters (-want +got):\n%s", diff)
	}
	again, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+host+"/?"+query.Encode()+"&X-Amz-Expires=3600", nil)
	if err != nil {
		t.Fatal(err)
	}
	own, _ := credentials.Retrieve(t.Context())
	const nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	wanted, _, err := v4.NewSigner().PresignHTTP(t.Context(), own, again, nothing, service, "us-east-1", newClock().at)
	if err != nil {
		t.Fatal(err)
	}
	w, err := url.Parse(wanted)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.Query(), u.Query()); diff != "" {
		t.Errorf("the signed address (-want +got):\n%s", diff)
	}
}

func TestCopySnapshot(t *testing.T) {
	t.Parallel()
	n := &network{answer: func(*http.Request) (int, http.Header, string) {
		return 200, nil, `<CopySnapshotResponse><snapshotId>snap-2</snapshotId></CopySnapshotResponse>`
	}}
	c, err := ec2.New(ec2.Config{Region: "eu-west-1", Credentials: credentials, Options: rt.Options{HTTPClient: n, Clock: newClock().now}})
	if err != nil {
		t.Fatal(err)
	}
	for _, in := range []*ec2.CopySnapshotRequest{
		{SourceRegion: "us-east-1", SourceSnapshotId: "snap-1", Description: new("a b&c")},
		{SourceRegion: "eu-west-1", SourceSnapshotId: "snap-1"},
		{SourceRegion: "us-east-1", SourceSnapshotId: "snap-1", PresignedUrl: new("https://mine")},
	} {
		if _, err := c.CopySnapshot(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	form := url.Values{
		"Action": {"CopySnapshot"}, "Version": {"2016-11-15"}, "SourceRegion": {"us-east-1"}, "SourceSnapshotId": {"snap-1"},
		"Description": {"a b&c"}, "DestinationRegion": {"eu-west-1"},
	}
	presigned(t, n.bodies[0], "PresignedUrl", "ec2", "ec2.us-east-1.amazonaws.com", form)
	own, _ := credentials.Retrieve(t.Context())
	if h := n.requests[0].Header; !strings.Contains(h.Get("Authorization"), "/eu-west-1/ec2/") || own.SessionToken != h.Get("X-Amz-Security-Token") {
		t.Errorf("%v", h)
	}
	if strings.Contains(n.bodies[1], "PresignedUrl") {
		t.Errorf("within a Region: %s", n.bodies[1])
	}
	if strings.Count(n.bodies[2], "PresignedUrl=https%3A%2F%2Fmine") != 1 || strings.Contains(n.bodies[2], "X-Amz") {
		t.Errorf("the caller's own: %s", n.bodies[2])
	}
}

func TestCopyByARN(t *testing.T) {
	t.Parallel()
	n := &network{answer: func(*http.Request) (int, http.Header, string) {
		return 200, nil, `<CopyDBSnapshotResponse><CopyDBSnapshotResult/></CopyDBSnapshotResponse>`
	}}
	c, err := rds.New(rds.Config{Region: "eu-west-1", Credentials: credentials, Options: rt.Options{HTTPClient: n, Clock: newClock().now}})
	if err != nil {
		t.Fatal(err)
	}
	const elsewhere = "arn:aws:rds:us-east-1:123456789012:snapshot:nightly"
	for _, source := range []string{elsewhere, "nightly", "arn:aws:rds:eu-west-1:123456789012:snapshot:nightly", "arn:aws:rds"} {
		in := &rds.CopyDBSnapshotMessage{SourceDBSnapshotIdentifier: &source, TargetDBSnapshotIdentifier: new("copy")}
		if _, err := c.CopyDBSnapshot(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	presigned(t, n.bodies[0], "PreSignedUrl", "rds", "rds.us-east-1.amazonaws.com", url.Values{
		"Action": {"CopyDBSnapshot"}, "Version": {"2014-10-31"}, "SourceDBSnapshotIdentifier": {elsewhere},
		"TargetDBSnapshotIdentifier": {"copy"}, "DestinationRegion": {"eu-west-1"},
	})
	for _, form := range n.bodies[1:] {
		if strings.Contains(form, "PreSignedUrl") {
			t.Errorf("within a Region: %s", form)
		}
	}
	_, err = c.CopyDBSnapshot(t.Context(), &rds.CopyDBSnapshotMessage{
		SourceDBSnapshotIdentifier: new("arn:aws:rds:..:1:snapshot:x"), TargetDBSnapshotIdentifier: new("copy"),
	})
	if err == nil || len(n.requests) != 4 {
		t.Errorf("an ARN of no Region: %v", err)
	}
	// A request that is presigned itself has no address in it that expires with it.
	p, err := c.PresignCopyDBSnapshot(t.Context(), &rds.CopyDBSnapshotMessage{
		SourceDBSnapshotIdentifier: new("nightly"), TargetDBSnapshotIdentifier: new("copy"),
	}, time.Minute)
	if err != nil || strings.Contains(p.URL, "PreSignedUrl") {
		t.Errorf("%+v, %v", p, err)
	}
}
