// What a client can be told, a call can be told otherwise.

package rt

import (
	"context"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt/endpoints"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/validate"
)

// own is one of each interface that options hold.
type own struct {
	Doer
	Logger
	Telemetry
	Protocol
	io.Reader
}

func (*own) SchemeID() string                     { return "test#own" }
func (*own) Sign(context.Context, *Signing) error { return nil }
func (*own) ResolveEndpoint(context.Context, *EndpointCall) (*endpoints.Endpoint, error) {
	return &endpoints.Endpoint{URL: "https://example.com"}, nil
}

// plain is a request without members.
type plain struct{}

func (*plain) SmithySchema() *schema.Struct { return &schema.Struct{Name: "Plain"} }

// perCall are the options of a client with a value that a call has instead, and what shows that it is taken. A new option has to
// be added here.
func perCall(mine *own, retryer Retryer) map[string]struct {
	value any
	shows func(k *call) bool // nil: the runtime reads it where it is
} {
	return map[string]struct {
		value any
		shows func(k *call) bool
	}{
		"HTTPClient":          {mine, nil},
		"Retryer":             {retryer, func(k *call) bool { return k.retryer == retryer }},
		"MaxAttempts":         {7, func(k *call) bool { return k.maxAttempts() == 7 }},
		"RetryUnsafe":         {true, nil},
		"AttemptTimeout":      {time.Second, nil},
		"CallTimeout":         {time.Second, nil},
		"SkipValidation":      {validate.Ranges, func(k *call) bool { return k.skip == validate.Ranges }},
		"Interceptors":        {[]Interceptor{{}}, func(k *call) bool { return len(k.interceptors) == 1 }},
		"Logger":              {mine, nil},
		"Telemetry":           {mine, nil},
		"MaxReplyBytes":       {int64(7), func(k *call) bool { return k.options.MaxReplyMemory == minReplyMemory }},
		"MaxReplyMemory":      {int64(7), nil},
		"MaxEventBytes":       {7, nil},
		"EventTimeout":        {time.Second, nil},
		"ExpectContinueBytes": {int64(7), nil},
		"MaxBufferedBytes":    {int64(7), nil},
		"DisableCompression":  {true, func(k *call) bool { return k.compress < 0 }},
		"MinCompressBytes":    {7, func(k *call) bool { return k.compress == 7 }},
		"RequestChecksums":    {WhenRequired, nil},
		"ResponseChecksums":   {WhenRequired, nil},
		"AuthSchemes":         {[]AuthScheme{mine}, func(k *call) bool { return k.scheme("test#own") == AuthScheme(mine) }},
		"AuthPreference":      {[]string{"x"}, nil},
		"AllowPlainHTTP":      {true, nil},
		"EndpointResolver":    {mine, func(k *call) bool { return k.resolver == EndpointResolver(mine) }},
		"NoHostPrefix":        {true, nil},
		"UserAgent":           {"x/1", func(k *call) bool { return strings.HasPrefix(k.userAgent[0], "x/1 ") }},
		"Protocol":            {mine, func(k *call) bool { return k.protocol == Protocol(mine) }},
		"Clock":               {time.Now, nil},
		"Random":              {mine, nil},
		"IdempotencyToken":    {func() string { return "" }, nil},
	}
}

func TestEveryOptionPerCall(t *testing.T) {
	t.Parallel()
	c, err := NewClient(Spec{Service: &Service{ID: "Test", Version: "1"}, Endpoint: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	before := *c.settings
	table := perCall(&own{}, aws.NopRetryer{})
	for i := range reflect.TypeFor[Options]().NumField() {
		field := reflect.TypeFor[Options]().Field(i)
		test, ok := table[field.Name]
		if !ok {
			t.Errorf("the option %s is not in the table: can a call have its own?", field.Name)
			continue
		}
		delete(table, field.Name)
		k := c.newCall(&Operation{}, &plain{}, []CallOption{WithOptions(func(o *Options) {
			reflect.ValueOf(o).Elem().FieldByIndex(field.Index).Set(reflect.ValueOf(test.value).Convert(field.Type))
		})})
		got := reflect.ValueOf(k.options).FieldByIndex(field.Index)
		if k.wrong != nil || got.IsZero() || !same(got, reflect.ValueOf(test.value)) || test.shows != nil && !test.shows(k) {
			t.Errorf("the call has no %s of its own: %v, %v", field.Name, got, k.wrong)
		}
	}
	for name := range table {
		t.Errorf("there is no option %s", name)
	}
	if !reflect.DeepEqual(before.options.MaxAttempts, c.options.MaxAttempts) || c.options.HTTPClient != nil || c.protocol != nil || len(c.schemes) != 0 {
		t.Error("a call changed its client")
	}
}

// same compares values, and functions by where they are.
func same(got, want reflect.Value) bool {
	if got.Kind() == reflect.Interface {
		got = got.Elem()
	}
	if got.Kind() == reflect.Func {
		return got.Pointer() == want.Pointer()
	}
	return reflect.DeepEqual(got.Interface(), want.Convert(got.Type()).Interface())
}

func TestCallOptions(t *testing.T) {
	t.Parallel()
	c, err := NewClient(Spec{Service: &Service{ID: "Test", Version: "1"}, Endpoint: "http://localhost", Options: Options{
		AuthSchemes: []AuthScheme{&own{}}, Logger: &own{}, SkipValidation: validate.Ranges,
	}})
	if err != nil {
		t.Fatal(err)
	}
	mine := &own{}
	for name, test := range map[string]struct {
		opts []CallOption
		want func(k *call) bool
	}{
		"attempts": {[]CallOption{WithMaxAttempts(5)}, func(k *call) bool { return k.maxAttempts() == 5 }},
		"timeouts": {[]CallOption{WithTimeouts(1, 2)}, func(k *call) bool { return k.options.AttemptTimeout == 1 && k.options.CallTimeout == 2 }},
		"no log":   {[]CallOption{WithLogger(nil)}, func(k *call) bool { return k.options.Logger == nil }},
		"telemetry": {
			[]CallOption{WithTelemetry(mine)},
			func(k *call) bool { return k.options.Telemetry == Telemetry(mine) && k.options.Logger != nil },
		},
		"HTTP client":                 {[]CallOption{WithHTTPClient(mine)}, func(k *call) bool { return k.options.HTTPClient == Doer(mine) }},
		"scheme":                      {[]CallOption{WithAuthScheme(mine)}, func(k *call) bool { return k.scheme("test#own") == AuthScheme(mine) }},
		"retryer":                     {[]CallOption{WithRetryer(aws.NopRetryer{})}, func(k *call) bool { return k.retryer == Retryer(aws.NopRetryer{}) }},
		"no retryer is the client's":  {[]CallOption{WithRetryer(nil)}, func(k *call) bool { return k.retryer == c.options.Retryer }},
		"one retryer for all calls":   {[]CallOption{WithMaxAttempts(2)}, func(k *call) bool { return k.retryer == c.options.Retryer }},
		"beside others, in any order": {[]CallOption{SkipValidation(validate.Lengths), WithMaxAttempts(2), nil}, func(k *call) bool { return k.skip == validate.Ranges|validate.Lengths }},
		"interceptors stay one each": {
			[]CallOption{WithHeader("A", "b"), WithMaxAttempts(2), WithHeader("C", "d")},
			func(k *call) bool { return len(k.interceptors) == 2 },
		},
	} {
		k := c.newCall(&Operation{}, &plain{}, test.opts)
		if k.wrong != nil || !test.want(k) {
			t.Errorf("%s: %v", name, k.wrong)
		}
	}
	var meta Metadata
	_, err = Invoke[plain](t.Context(), c, &Operation{Name: "Do"}, &plain{}, []CallOption{WithMaxAttempts(-1), Capture(&meta)})
	if err == nil || !strings.Contains(err.Error(), "Do: the options of the call: ") || !strings.Contains(err.Error(), "MaxAttempts") {
		t.Error(err)
	}
}

// TestSizeOfCall: each call makes one of these.
func TestSizeOfCall(t *testing.T) {
	t.Parallel()
	if n := unsafe.Sizeof(call{}); n > 1024 {
		t.Errorf("a call is %d bytes", n)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, test := range []struct {
		header http.Header
		want   time.Duration
	}{
		{http.Header{}, 0},
		{http.Header{"Retry-After": {"3"}}, 3 * time.Second},
		{http.Header{"Retry-After": {"-3"}}, 0},
		{http.Header{"Retry-After": {"3.5"}}, 0},
		{http.Header{"Retry-After": {"soon"}}, 0},
		{http.Header{"Retry-After": {"86400"}}, maxRetryAfter},
		{http.Header{"Retry-After": {"9223372036854775807"}}, maxRetryAfter},
		{http.Header{"Retry-After": {"99999999999999999999"}}, 0},
		{http.Header{"Retry-After": {at(7 * time.Second)}}, 7 * time.Second},
		{http.Header{"Retry-After": {at(-time.Hour)}}, 0},
		{http.Header{"Retry-After": {at(time.Hour)}}, maxRetryAfter},
		{http.Header{"Retry-After": {at(time.Hour)}, "Date": {at(time.Hour - 4*time.Second)}}, 4 * time.Second},
		{http.Header{"X-Amz-Retry-After": {"1500"}}, 1500 * time.Millisecond},
		{http.Header{"X-Amz-Retry-After": {"1500"}, "Retry-After": {"3"}}, 1500 * time.Millisecond},
		{http.Header{"X-Amz-Retry-After": {"-1"}}, 0},
		{http.Header{"X-Amz-Retry-After": {"9223372036854775807"}}, maxRetryAfter},
		{http.Header{"X-Amz-Retry-After": {"x"}, "Retry-After": {"3"}}, 3 * time.Second},
	} {
		if got := retryAfter(test.header, now); got != test.want {
			t.Errorf("%v: %v, not %v", test.header, got, test.want)
		}
	}
}
