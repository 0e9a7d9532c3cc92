// Package otel tells OpenTelemetry of the calls of generated clients: it implements [rt.Telemetry] with the APIs for traces and
// metrics of go.opentelemetry.io/otel, which are under the Apache License 2.0. It is a module of its own, so that programs that
// do without have none of it.
//
//	telemetry, err := otel.New()
//	…
//	client, err := lambda.New(lambda.Config{…, Options: rt.Options{Telemetry: telemetry}})
//
// Each call is a span of the kind client, called Service/Operation, with a span for each attempt below it and an event for each
// retry. The context of an attempt's HTTP request is that of its span: a transport of otelhttp in [rt.Options.HTTPClient] adds
// spans of its own, and the headers that carry traces on.
//
// Names and attributes are those of the semantic conventions for RPC and HTTP and for the SDKs of AWS. Those of the metrics are
// what aws-sdk-go-v2 calls its own, so that what shows those shows these. Nothing that a service or a caller says goes into
// them but names, codes, statuses and request ids.
package otel

import (
	"context"
	"errors"
	"net"
	"strconv"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/smithwright/smithwright/rt"
)

// scope is the name under which spans and metrics come.
const scope = "github.com/smithwright/smithwright/otel"

// Option changes what [New] returns.
type Option func(*config)

type config struct {
	tracers trace.TracerProvider
	meters  metric.MeterProvider
	system  string
}

// WithTracerProvider takes the tracer from p, instead of the global provider.
func WithTracerProvider(p trace.TracerProvider) Option {
	return func(c *config) { c.tracers = p }
}

// WithMeterProvider takes the meter from p, instead of the global provider.
func WithMeterProvider(p metric.MeterProvider) Option {
	return func(c *config) { c.meters = p }
}

// WithSystem sets the attribute rpc.system, which is "aws-api" otherwise: what the conventions say for the services of AWS.
func WithSystem(name string) Option {
	return func(c *config) { c.system = name }
}

// New returns what [rt.Options.Telemetry] takes, for any number of clients. An error says that the provider refuses a metric.
func New(opts ...Option) (rt.Telemetry, error) {
	c := config{tracers: otel.GetTracerProvider(), meters: otel.GetMeterProvider(), system: "aws-api"}
	for _, opt := range opts {
		opt(&c)
	}
	t := &telemetry{system: attribute.String("rpc.system", c.system), tracer: c.tracers.Tracer(scope)}
	return t, t.measure(c.meters.Meter(scope))
}

// telemetry is a [rt.Telemetry].
type telemetry struct {
	system attribute.KeyValue
	tracer trace.Tracer

	call, encoding, attempt, signing, wait metric.Float64Histogram
	attempts, failures                     metric.Int64Counter
	sent, received                         metric.Int64Counter
}

var _ rt.Telemetry = (*telemetry)(nil)

// measure makes the metrics.
func (t *telemetry) measure(m metric.Meter) error {
	var errs []error
	histogram := func(name, what string) metric.Float64Histogram {
		h, err := m.Float64Histogram(name, metric.WithDescription(what), metric.WithUnit("s"))
		errs = append(errs, err)
		return h
	}
	counter := func(name, unit, what string) metric.Int64Counter {
		c, err := m.Int64Counter(name, metric.WithDescription(what), metric.WithUnit(unit))
		errs = append(errs, err)
		return c
	}
	t.call = histogram("client.call.duration", "How long calls took, with all their attempts and waits.")
	t.encoding = histogram("client.call.serialization_duration", "How long it took to validate and encode requests.")
	t.attempt = histogram("client.call.attempt_duration", "How long attempts took.")
	t.signing = histogram("client.call.auth.signing_duration", "How long it took to sign requests, and to get credentials.")
	t.wait = histogram("client.call.retry_wait", "How long calls wait for their next attempts.")
	t.attempts = counter("client.call.attempts", "{attempt}", "How many attempts were made.")
	t.failures = counter("client.call.errors", "{error}", "How many attempts failed.")
	t.sent = counter("client.call.request_size", "By", "How many bytes the bodies of requests had, where that was known.")
	t.received = counter("client.call.response_size", "By", "How many bytes the bodies of replies had that were read into memory.")
	return errors.Join(errs...)
}

// names are the attributes that all spans and metrics have.
func (t *telemetry) names(service, operation string) []attribute.KeyValue {
	return []attribute.KeyValue{t.system, attribute.String("rpc.service", service), attribute.String("rpc.method", operation)}
}

// StartCall starts the span of a call.
func (t *telemetry) StartCall(ctx context.Context, c *rt.CallInfo) context.Context {
	ctx, _ = t.tracer.Start(ctx, c.Service+"/"+c.Operation,
		trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(t.names(c.Service, c.Operation)...))
	return ctx
}

// EndCall ends it.
func (t *telemetry) EndCall(ctx context.Context, c *rt.CallInfo) {
	span := trace.SpanFromContext(ctx)
	if span.IsRecording() {
		span.SetAttributes(server(c.Host)...)
		span.SetAttributes(reply(c.Status, c.RequestID)...)
		span.SetAttributes(attribute.Int("http.request.resend_count", max(c.Attempts-1, 0)))
		failed(span, c.Kind)
	}
	span.End()
	all := metric.WithAttributeSet(attribute.NewSet(withKind(t.names(c.Service, c.Operation), c.Kind)...))
	t.call.Record(ctx, c.Duration.Seconds(), all)
	t.encoding.Record(ctx, c.Encoding.Seconds(), all)
}

// StartAttempt starts the span of an attempt.
func (t *telemetry) StartAttempt(ctx context.Context, a *rt.AttemptInfo) context.Context {
	attributes := append(t.names(a.Service, a.Operation), attribute.String("http.request.method", a.Method))
	if a.Number > 1 {
		attributes = append(attributes, attribute.Int("http.request.resend_count", a.Number-1))
	}
	ctx, _ = t.tracer.Start(ctx, a.Service+"/"+a.Operation+" attempt", trace.WithAttributes(attributes...))
	return ctx
}

// EndAttempt ends it.
func (t *telemetry) EndAttempt(ctx context.Context, a *rt.AttemptInfo) {
	span := trace.SpanFromContext(ctx)
	if span.IsRecording() {
		span.SetAttributes(server(a.Host)...)
		span.SetAttributes(reply(a.Status, a.RequestID)...)
		if a.Sent >= 0 {
			span.SetAttributes(attribute.Int64("http.request.body.size", a.Sent))
		}
		if a.Received >= 0 {
			span.SetAttributes(attribute.Int64("http.response.body.size", a.Received))
		}
		failed(span, a.Kind)
	}
	span.End()
	set := attribute.NewSet(withKind(t.names(a.Service, a.Operation), a.Kind)...)
	all := metric.WithAttributeSet(set)
	t.attempts.Add(ctx, 1, all)
	t.attempt.Record(ctx, a.Duration.Seconds(), all)
	t.signing.Record(ctx, a.Signing.Seconds(), all)
	if a.Kind != "" {
		t.failures.Add(ctx, 1, all)
	}
	if a.Host != "" && a.Sent >= 0 {
		t.sent.Add(ctx, a.Sent, all)
	}
	if a.Received >= 0 {
		t.received.Add(ctx, a.Received, all)
	}
}

// Retry tells the call's span of another attempt.
func (t *telemetry) Retry(ctx context.Context, r *rt.RetryInfo) {
	trace.SpanFromContext(ctx).AddEvent("retry", trace.WithAttributes(
		attribute.Int("attempt", r.Number), attribute.String("wait", r.Wait.Round(time.Microsecond).String()),
		attribute.String("error.type", r.Kind)))
	t.wait.Record(ctx, r.Wait.Seconds(), metric.WithAttributeSet(attribute.NewSet(withKind(t.names(r.Service, r.Operation), r.Kind)...)))
}

// server are the attributes of an address.
func server(host string) []attribute.KeyValue {
	if host == "" {
		return nil
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		return []attribute.KeyValue{attribute.String("server.address", host)}
	}
	attributes := []attribute.KeyValue{attribute.String("server.address", name)}
	if n, err := strconv.Atoi(port); err == nil {
		attributes = append(attributes, attribute.Int("server.port", n))
	}
	return attributes
}

// reply are the attributes of what came back.
func reply(status int, requestID string) []attribute.KeyValue {
	var attributes []attribute.KeyValue
	if status != 0 {
		attributes = append(attributes, attribute.Int("http.response.status_code", status))
	}
	if requestID != "" {
		attributes = append(attributes, attribute.String("aws.request_id", requestID))
	}
	return attributes
}

// withKind adds what went wrong, if anything did.
func withKind(attributes []attribute.KeyValue, kind string) []attribute.KeyValue {
	if kind != "" {
		attributes = append(attributes, attribute.String("error.type", kind))
	}
	return attributes
}

// failed marks the span of what went wrong, without the error's text, which may quote what must not be kept.
func failed(span trace.Span, kind string) {
	if kind != "" {
		span.SetAttributes(attribute.String("error.type", kind))
		span.SetStatus(codes.Error, kind)
	}
}
