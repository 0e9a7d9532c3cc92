//go:build servers

// What real servers answer, recorded and replayed.

package integration

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/integration/testdata/dynamodb"
	"github.com/smithwright/smithwright/integration/testdata/s3"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/rttest"
)

// visit makes calls of both services by one HTTP client, and returns what came of them.
func visit(t *testing.T, d rt.Doer, s3Address, tableAddress string) []string {
	t.Helper()
	ctx := bounded(t)
	objects := newS3(t, func(cfg *s3.Config) { cfg.HTTPClient, cfg.Endpoint, cfg.MaxBufferedBytes = d, s3Address, 1 })
	items, err := dynamodb.New(dynamodb.Config{Region: region, Credentials: static, Endpoint: tableAddress, Options: rt.Options{HTTPClient: d}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	say := func(what any, err error) {
		if err != nil {
			what = err
		}
		got = append(got, fmt.Sprint(what))
	}
	// A body in pieces, each of which is signed, and so otherwise each time.
	in := &s3.PutObjectRequest{Bucket: "recorded", Key: "a b+c", Body: &once{struct{ io.Reader }{&pattern{size: 100_000}}, 100_000}}
	put, err := objects.PutObject(ctx, in)
	say(*put.ETag, err)
	out, err := objects.GetObject(ctx, &s3.GetObjectRequest{Bucket: "recorded", Key: "a b+c"})
	if err != nil {
		t.Fatal(err)
	}
	say(len(body(t, out.Body)), nil)
	say(keysOf(ctx, t, objects, "recorded", 10), nil)
	_, err = objects.GetObject(ctx, &s3.GetObjectRequest{Bucket: "recorded", Key: "missing"})
	var missing *s3.NoSuchKey
	say(errors.As(err, &missing), nil)
	_, err = items.PutItem(ctx, &dynamodb.PutItemInput{TableName: "recorded", Item: all()})
	say("put", err)
	item, err := items.GetItem(ctx, &dynamodb.GetItemInput{TableName: "recorded", Key: item{"owner": text("all"), "n": number(-7)}})
	say(len(item.Item), err)
	return got
}

func TestRecordAndReplay(t *testing.T) {
	t.Parallel()
	newBucket(t, newS3(t), "recorded")
	newTable(t, newDynamoDB(t), "recorded")
	path := filepath.Join(t.TempDir(), "calls.json")
	recorder := rttest.NewRecorder(t, path, http.DefaultClient, rttest.Tape{})
	want := visit(t, recorder, addresses.S3, addresses.DynamoDB)
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(want, "100000") || !slices.Contains(want, "[a b+c]") || !slices.Contains(want, "true") || !slices.Contains(want, "13") {
		t.Errorf("the calls gave %q", want)
	}
	data, err := os.ReadFile(path)
	if err != nil || bytes.Contains(data, []byte("chunk-signature")) || strings.Contains(string(data), "Credential=") {
		t.Errorf("the recording has signatures: %v", err)
	}
	got := visit(t, rttest.NewReplayer(t, path, rttest.Tape{InOrder: true}), "http://127.0.0.1:1", "http://127.0.0.1:1")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("replayed (-recorded +got):\n%s", diff)
	}
}
