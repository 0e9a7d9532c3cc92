package otel_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	api "go.opentelemetry.io/otel/trace"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/otel"
	"github.com/smithwright/smithwright/rt"
)

// bench is a client that is watched, and what is seen of it.
type bench struct {
	*lambda.Client
	spans   *tracetest.InMemoryExporter
	metrics *metric.ManualReader
	host    string

	mu     sync.Mutex
	inside []api.SpanContext // of the requests' contexts
}

// Do sends a request and keeps the span that its context has.
func (b *bench) Do(r *http.Request) (*http.Response, error) {
	b.mu.Lock()
	b.inside = append(b.inside, api.SpanContextFromContext(r.Context()))
	b.mu.Unlock()
	return http.DefaultTransport.RoundTrip(r)
}

// newBench makes a client of a server that gives one answer after the other: a status and a body.
func newBench(t *testing.T, answers ...string) *bench {
	t.Helper()
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		status, body, _ := strings.Cut(answers[n], " ")
		n++
		w.Header().Set("X-Amzn-Requestid", "id-"+strconv.Itoa(n))
		code, _ := strconv.Atoi(status)
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	b := &bench{spans: tracetest.NewInMemoryExporter(), metrics: metric.NewManualReader()}
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	b.host = u.Host
	telemetry, err := otel.New(
		otel.WithTracerProvider(trace.NewTracerProvider(trace.WithSyncer(b.spans))),
		otel.WithMeterProvider(metric.NewMeterProvider(metric.WithReader(b.metrics))))
	if err != nil {
		t.Fatal(err)
	}
	b.Client, err = lambda.New(lambda.Config{
		Region: "us-west-2", Endpoint: s.URL,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "id", SecretAccessKey: "the-secret", SessionToken: "the-session"}, nil
		}),
		Options: rt.Options{
			HTTPClient: b, Telemetry: telemetry,
			Retryer: retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = time.Millisecond }),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// attributes are those of a span or a metric as text.
func attributes(all []attribute.KeyValue) map[string]string {
	m := map[string]string{}
	for _, a := range all {
		m[string(a.Key)] = a.Value.String()
	}
	return m
}

func (b *bench) call(t *testing.T) error {
	t.Helper()
	_, err := b.GetFunctionEventInvokeConfig(t.Context(), &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: "the-name"})
	return err
}

func TestSpans(t *testing.T) {
	t.Parallel()
	b := newBench(t, `500 {"message":"the-secret"}`, `200 {"FunctionArn":"a"}`)
	if err := b.call(t); err != nil {
		t.Fatal(err)
	}
	host, port, _ := strings.Cut(b.host, ":")
	common := map[string]string{"rpc.system": "aws-api", "rpc.service": "Lambda", "rpc.method": "GetFunctionEventInvokeConfig", "server.address": host, "server.port": port}
	with := func(more ...string) map[string]string {
		m := map[string]string{}
		for k, v := range common {
			m[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			m[more[i]] = more[i+1]
		}
		return m
	}
	const name = "Lambda/GetFunctionEventInvokeConfig"
	want := []struct {
		name       string
		attributes map[string]string
		status     codes.Code
	}{
		{name + " attempt", with("http.request.method", "GET", "http.response.status_code", "500", "aws.request_id", "id-1", "http.request.body.size", "0",
			"http.response.body.size", "24", "error.type", "InternalServerError"), codes.Error},
		{name + " attempt", with("http.request.method", "GET", "http.response.status_code", "200", "aws.request_id", "id-2", "http.request.body.size", "0",
			"http.response.body.size", "19", "http.request.resend_count", "1"), codes.Unset},
		{name, with("http.response.status_code", "200", "aws.request_id", "id-2", "http.request.resend_count", "1"), codes.Unset},
	}
	spans := b.spans.GetSpans()
	if len(spans) != len(want) {
		t.Fatalf("%d spans", len(spans))
	}
	root := spans[2]
	for i, span := range spans {
		if diff := cmp.Diff(want[i].attributes, attributes(span.Attributes)); diff != "" || span.Name != want[i].name || span.Status.Code != want[i].status {
			t.Errorf("span %d, %s, %v (-want +got):\n%s", i, span.Name, span.Status, diff)
		}
		if i < 2 && (span.Parent.SpanID() != root.SpanContext.SpanID() || !b.inside[i].Equal(span.SpanContext)) {
			t.Errorf("span %d is below another, or its request has another context", i)
		}
	}
	if root.SpanKind != api.SpanKindClient || len(root.Events) != 1 || root.Events[0].Name != "retry" ||
		attributes(root.Events[0].Attributes)["error.type"] != "InternalServerError" {
		t.Errorf("%v, %+v", root.SpanKind, root.Events)
	}
}

// TestFailedCall ends a span with what went wrong, and without what the service said.
func TestFailedCall(t *testing.T) {
	t.Parallel()
	b := newBench(t, `404 {"__type":"ResourceNotFoundException","Message":"the-secret"}`)
	if err := b.call(t); err == nil {
		t.Fatal("no error")
	}
	for _, span := range b.spans.GetSpans() {
		if span.Status.Code != codes.Error || attributes(span.Attributes)["error.type"] != "ResourceNotFoundException" {
			t.Errorf("%s: %v, %v", span.Name, span.Status, span.Attributes)
		}
		all := span.Status.Description
		for _, a := range span.Attributes {
			all += " " + a.Value.String()
		}
		for _, secret := range []string{"the-secret", "the-session", "the-name"} {
			if strings.Contains(all, secret) {
				t.Errorf("%s has %s", span.Name, secret)
			}
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	b := newBench(t, `429 {"__type":"TooManyRequestsException"}`, `200 {"FunctionArn":"a"}`, `200 {"FunctionArn":"a"}`)
	for range 2 {
		if err := b.call(t); err != nil {
			t.Fatal(err)
		}
	}
	var all metricdata.ResourceMetrics
	if err := b.metrics.Collect(t.Context(), &all); err != nil {
		t.Fatal(err)
	}
	got := map[string]map[string]int64{} // how often, by metric and error
	for _, m := range all.ScopeMetrics[0].Metrics {
		got[m.Name] = map[string]int64{}
		switch data := m.Data.(type) {
		case metricdata.Histogram[float64]:
			for _, p := range data.DataPoints {
				got[m.Name][attributes(p.Attributes.ToSlice())["error.type"]] += int64(p.Count)
			}
		case metricdata.Sum[int64]:
			for _, p := range data.DataPoints {
				got[m.Name][attributes(p.Attributes.ToSlice())["error.type"]] += p.Value
			}
		}
	}
	const throttled = "TooManyRequestsException"
	want := map[string]map[string]int64{
		"client.call.duration":               {"": 2},
		"client.call.serialization_duration": {"": 2},
		"client.call.attempts":               {"": 2, throttled: 1},
		"client.call.attempt_duration":       {"": 2, throttled: 1},
		"client.call.auth.signing_duration":  {"": 2, throttled: 1},
		"client.call.errors":                 {throttled: 1},
		"client.call.retry_wait":             {throttled: 1},
		"client.call.request_size":           {"": 0, throttled: 0},
		"client.call.response_size":          {"": 2 * 19, throttled: 37},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSystem(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewInMemoryExporter()
	telemetry, err := otel.New(otel.WithSystem("library"), otel.WithTracerProvider(trace.NewTracerProvider(trace.WithSyncer(spans))))
	if err != nil {
		t.Fatal(err)
	}
	info := &rt.CallInfo{Service: "Library", Operation: "GetBook", Host: "library.example.com"}
	telemetry.EndCall(telemetry.StartCall(t.Context(), info), info)
	got := attributes(spans.GetSpans()[0].Attributes)
	if got["rpc.system"] != "library" || got["server.address"] != "library.example.com" {
		t.Error(got)
	}
}
