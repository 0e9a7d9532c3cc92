// Tests of the fake: answers in every protocol, faults, and what a test is told.

package rttest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/awsjson"
	"github.com/smithwright/smithwright/rt/awsquery"
	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/ec2query"
	"github.com/smithwright/smithwright/rt/internal/kindtest"
	"github.com/smithwright/smithwright/rt/prototest"
	"github.com/smithwright/smithwright/rt/restjson"
	"github.com/smithwright/smithwright/rt/restxml"
	"github.com/smithwright/smithwright/rt/rpcv2cbor"
	"github.com/smithwright/smithwright/rt/rpcv2json"
	"github.com/smithwright/smithwright/rt/rttest"
	"github.com/smithwright/smithwright/rt/schema"
)

// watched is a test that remembers its errors.
type watched struct {
	errors   []string
	cleanups []func()
}

func (w *watched) Helper()                   {}
func (w *watched) Errorf(f string, a ...any) { w.errors = append(w.errors, fmt.Sprintf(f, a...)) }
func (w *watched) Cleanup(f func())          { w.cleanups = append(w.cleanups, f) }

// end ends the test and returns its errors.
func (w *watched) end() string {
	for _, f := range w.cleanups {
		f()
	}
	return strings.Join(w.errors, "\n")
}

var credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "very-secret", SessionToken: "secret-token"}, nil
})

// newClient makes a client of Lambda that sends its requests to d.
func newClient(t *testing.T, d rt.Doer, change ...func(*lambda.Config)) *lambda.Client {
	t.Helper()
	cfg := lambda.Config{Region: "us-west-2", Credentials: credentials, Options: rt.Options{HTTPClient: d}}
	for _, f := range change {
		f(&cfg)
	}
	c, err := lambda.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func get(c lambda.API, name string, opts ...rt.CallOption) (*lambda.FunctionEventInvokeConfig, error) {
	return c.GetFunctionEventInvokeConfig(context.Background(), &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: name}, opts...)
}

// protocols are all that the runtime speaks.
var protocols = []rt.Protocol{
	restjson.Protocol{}, restxml.Protocol{}, restxml.Protocol{NoErrorWrapping: true}, awsjson.Protocol{Version: "1.0"},
	awsjson.Protocol{Version: "1.1"}, awsquery.Protocol{}, ec2query.Protocol{}, rpcv2cbor.Protocol{}, rpcv2json.Protocol{},
}

// inEach runs a test for each protocol.
func inEach(t *testing.T, f func(*testing.T, rt.Protocol)) {
	t.Helper()
	for i, p := range protocols {
		t.Run(fmt.Sprintf("%d %s", i, p.Name()), func(t *testing.T) {
			t.Parallel()
			f(t, p)
		})
	}
}

func TestOK(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p rt.Protocol) {
		want := &lambda.FunctionEventInvokeConfig{
			FunctionArn:          new("arn:aws:lambda:us-west-2:123456789012:function:<a & \"b\">"),
			LastModified:         new(time.Date(2026, 11, 23, 9, 30, 0, 5e8, time.UTC)),
			MaximumRetryAttempts: new(int32(0)),
			DestinationConfig:    &lambda.DestinationConfig{OnFailure: &lambda.OnFailure{Destination: new("arn")}},
		}
		fake := rttest.NewFake(t, rttest.OK(want))
		c := newClient(t, fake, func(cfg *lambda.Config) { cfg.Protocol = p })
		var meta rt.Metadata
		got, err := get(c, "one", rt.Capture(&meta))
		prototest.CheckOutput(t, err, got, want)
		if meta.Status != 200 || meta.RequestID != "00000000-0000-4000-8000-000000000001" || meta.Attempts != 1 {
			t.Errorf("the metadata are %+v", meta)
		}
		asked := fake.Requests()[0]
		in, ok := asked.Input.(*lambda.GetFunctionEventInvokeConfigRequest)
		if asked.Service != "Lambda" || asked.Operation != "GetFunctionEventInvokeConfig" || asked.Attempt != 1 || !ok || in.FunctionName != "one" {
			t.Errorf("the request is %+v", asked)
		}
	})
}

func TestList(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p rt.Protocol) {
		want := &lambda.ListFunctionEventInvokeConfigsResponse{
			FunctionEventInvokeConfigs: []lambda.FunctionEventInvokeConfig{{FunctionArn: new("a")}, {}, {MaximumEventAgeInSeconds: new(int32(60))}},
			NextMarker:                 new("next"),
		}
		c := newClient(t, rttest.NewFake(t, rttest.OK(want)), func(cfg *lambda.Config) { cfg.Protocol = p })
		got, err := c.ListFunctionEventInvokeConfigs(t.Context(), &lambda.ListFunctionEventInvokeConfigsRequest{FunctionName: "f"})
		prototest.CheckOutput(t, err, got, want)
	})
}

func TestFail(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p rt.Protocol) {
		fake := rttest.NewFake(t,
			rttest.Fail(&lambda.ResourceNotFoundException{Type: new("User"), Message: new("no <such> function")}),
			rttest.Fail(&lambda.ResourceNotFoundException{ErrorMetadata: rt.ErrorMetadata{Text: "said", RequestID: "id-1", Status: 410}, Type: new("Sender")}),
		)
		c := newClient(t, fake, func(cfg *lambda.Config) { cfg.Protocol = p })
		_, err := get(c, "f")
		prototest.CheckError(t, err, &lambda.ResourceNotFoundException{
			ErrorMetadata: rt.ErrorMetadata{Code: "ResourceNotFoundException", Status: 404, Text: "no <such> function"},
			Type:          new("User"), Message: new("no <such> function"),
		})
		_, err = get(c, "f")
		prototest.CheckError(t, err, &lambda.ResourceNotFoundException{
			ErrorMetadata: rt.ErrorMetadata{Code: "ResourceNotFoundException", Status: 410, Text: "said"}, Type: new("Sender"), Message: new("said"),
		})
		if m, _ := rt.MetadataOf(err); m.RequestID != "id-1" {
			t.Errorf("the request's id is %q", m.RequestID)
		}
	})
}

// busy is an error with a code of its own in the query protocols, a member in a header, and none for what it says.
type busy struct {
	rt.ErrorMetadata
	Wait  *int32
	Queue []string
}

// SmithySchema returns the type's table.
func (*busy) SmithySchema() *schema.Struct { return &schemaBusy }

var queue = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}

var schemaBusy = schema.Struct{
	Name: "Busy", Error: &schema.Error{Server: true, QueryCode: "Service.Busy"}, Members: []schema.Member{
		{Name: "Wait", Offset: unsafe.Offsetof(busy{}.Wait), Type: schema.Type{Kind: schema.Int32, Ptr: true}, Bind: schema.Header, Wire: "X-Wait"},
		{Name: "Queue", Offset: unsafe.Offsetof(busy{}.Queue), Type: schema.Type{Kind: schema.List, Elem: &queue}},
	},
}

func TestFailWithCodeOfItsOwn(t *testing.T) {
	t.Parallel()
	op := rt.Operation{Name: "Get", Method: "GET", Path: "/", Errors: []schema.Shape{(*busy)(nil)}}
	compatible := service
	compatible.QueryCompatible = true
	inEach(t, func(t *testing.T, p rt.Protocol) {
		for _, s := range []*rt.Service{&service, &compatible} {
			fail := &busy{ErrorMetadata: rt.ErrorMetadata{Text: "come again"}, Wait: new(int32(5)), Queue: []string{"a", "b"}}
			fake := rttest.NewFake(t, rttest.Fail(fail))
			c, err := rt.NewClient(rt.Spec{Service: s, Protocol: p, Endpoint: "http://127.0.0.1", Options: rt.Options{HTTPClient: fake, MaxAttempts: 1}})
			if err != nil {
				t.Fatal(err)
			}
			_, err = rt.Invoke[kindtest.Filled](t.Context(), c, &op, &kindtest.Filled{}, nil)
			code := "Busy"
			if p.Name() == "awsQuery" || s.QueryCompatible && (strings.HasPrefix(p.Name(), "awsJson") || strings.HasPrefix(p.Name(), "rpc")) {
				code = "Service.Busy"
			}
			want := &busy{ErrorMetadata: rt.ErrorMetadata{Code: code, Status: 500, Text: "come again"}, Wait: new(int32(5)), Queue: []string{"a", "b"}}
			prototest.CheckError(t, err, want)
		}
	})
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p rt.Protocol) {
		fake := rttest.NewFake(t, rttest.Refuse(403, "AccessDeniedException", "not & yours"))
		_, err := get(newClient(t, fake, func(cfg *lambda.Config) { cfg.Protocol = p }), "f")
		var unknown *rt.UnknownError
		if !errors.As(err, &unknown) || unknown.Code != "AccessDeniedException" || unknown.Text != "not & yours" || unknown.Status != 403 {
			t.Errorf("the error is %#v", err)
		}
	})
}

func TestThrottle(t *testing.T) {
	t.Parallel()
	inEach(t, func(t *testing.T, p rt.Protocol) {
		fake := rttest.NewFake(t, rttest.Throttle(), rttest.Throttle(), rttest.OK(&lambda.FunctionEventInvokeConfig{}), rttest.Throttle().Always())
		c := newClient(t, fake, func(cfg *lambda.Config) { cfg.Protocol = p })
		var meta rt.Metadata
		if _, err := get(c, "f", rt.Capture(&meta)); err != nil || meta.Attempts != 3 {
			t.Errorf("after %d attempts: %v", meta.Attempts, err)
		}
		_, err := get(c, "f")
		if m, ok := rt.MetadataOf(err); !ok || m.Attempts != 3 || !m.Retryable {
			t.Errorf("the error is %v", err)
		}
	})
}

// kinds has a value of each kind.
func kinds(p rt.Protocol) *kindtest.All {
	const day = "2026-11-23T09:30:00Z"
	at, _ := time.Parse(time.RFC3339, day)
	v := &kindtest.All{
		Flag: new(false), Tiny: new(int8(-7)), Short: new(int16(300)), Count: new(int32(1 << 30)), Long: new(int64(math.MinInt64)),
		Ratio: new(float32(0.25)), Exact: new(math.Inf(-1)), Name: new("a \"<&>\" 🙂 é\n"), Data: []byte{0, 1, 0xff}, At: &at, Day: &at, When: &at,
		Big: big.NewInt(0).Lsh(big.NewInt(3), 100), Decimal: new(document.Number("1.500")), List: []string{"a", ""}, Sparse: []*string{nil, new("b")},
		Numbers: []int32{1, -2}, Matrix: [][]string{{"x"}, {}}, Blobs: [][]byte{{9}, {}}, Tags: map[string]string{"b": "1", "a&": "2"},
		Holes: map[string]*int32{"none": nil, "one": new(int32(1))}, Colors: map[kindtest.Color][]kindtest.Color{"c": {"red"}},
		Child: &kindtest.All{Name: new("child")}, Children: []kindtest.All{{Count: new(int32(1))}, {}},
		Choice: &kindtest.ChoiceText{Value: "t"}, Choices: []kindtest.Choice{&kindtest.ChoiceNode{Value: &kindtest.All{Flag: new(true)}}, &kindtest.ChoiceList{Value: []string{"l"}}},
		Series: []float64{1, math.NaN()}, Moments: []time.Time{at}, Names: map[kindtest.Color]kindtest.Color{"k": "v"},
		Shelf: map[string]kindtest.Choice{"s": &kindtest.ChoiceText{Value: "u"}}, Shop: map[string]kindtest.All{"p": {Name: new("q")}},
		Filled: &kindtest.Filled{Hue: new("blue"), Parts: []string{"p"}, Size: 3}, Zero: 1, Must: 0, Renamed: new("r"), Bound: new("in a header"), Query: new("q"),
	}
	if name := p.Name(); name == "restJson1" || name == "restXml" {
		v.Status = new(int32(202))
	}
	if strings.Contains(strings.ToLower(p.Name()), "json") {
		v.Open = map[string]document.Value{"o": "p"}
	}
	return v
}

var service = rt.Service{ID: "Kinds", Name: "Kinds", Version: "1"}

func newCore(t *testing.T, p rt.Protocol, d rt.Doer) *rt.Client {
	t.Helper()
	c, err := rt.NewClient(rt.Spec{Service: &service, Protocol: p, Endpoint: "http://127.0.0.1", Options: rt.Options{HTTPClient: d}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAllKinds(t *testing.T) {
	t.Parallel()
	op := rt.Operation{Name: "Get", Method: "POST", Path: "/kinds"}
	inEach(t, func(t *testing.T, p rt.Protocol) {
		c := newCore(t, p, rttest.NewFake(t, rttest.OK(kinds(p))))
		got, err := rt.Invoke[kindtest.All](t.Context(), c, &op, &kindtest.Filled{}, nil)
		prototest.CheckOutput(t, err, got, kinds(p))
	})
}

func TestFaults(t *testing.T) {
	t.Parallel()
	out := &lambda.FunctionEventInvokeConfig{FunctionArn: new("0123456789")}
	tests := map[string]struct {
		answers  []rttest.Answer
		attempts int
		err      string // what its text has
	}{
		"dropped":         {[]rttest.Answer{rttest.Drop(), rttest.OK(out)}, 2, ""},
		"unreachable":     {[]rttest.Answer{rttest.Unreachable(), rttest.OK(out)}, 2, ""},
		"unreachable yet": {[]rttest.Answer{rttest.Unreachable().Always()}, 3, "refused"},
		"a 500":           {[]rttest.Answer{rttest.Reply(500, nil, ""), rttest.OK(out)}, 2, ""},
		"a page":          {[]rttest.Answer{rttest.Reply(200, http.Header{"Content-Type": {"text/html"}}, "<html>")}, 1, "HTML page"},
		"late":            {[]rttest.Answer{rttest.Delay(time.Millisecond, rttest.OK(out))}, 1, ""},
		"function": {[]rttest.Answer{rttest.Func(func(r *rttest.Request) rttest.Answer {
			if r.Attempt == 1 {
				return rttest.Throttle()
			}
			return rttest.OK(out)
		}).Always()}, 2, ""},
		"wait": {[]rttest.Answer{rttest.WithHeader("Retry-After", "0", rttest.Refuse(503, "SlowDown", "")), rttest.OK(out)}, 2, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := rttest.NewFake(t, test.answers...)
			got, err := get(newClient(t, fake), "f")
			if n := len(fake.Requests()); n != test.attempts {
				t.Errorf("%d attempts, want %d", n, test.attempts)
			}
			if test.err == "" {
				prototest.CheckOutput(t, err, got, out)
			} else if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("the error is %v, want one with %q", err, test.err)
			}
		})
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	fake := rttest.NewFake(t, rttest.Cut(5, rttest.OK(&lambda.FunctionEventInvokeConfig{FunctionArn: new("arn")})).Always())
	_, err := get(newClient(t, fake), "f", rt.Once())
	if err == nil || !strings.Contains(err.Error(), "cut short after 5 bytes") {
		t.Errorf("the error is %v", err)
	}
}

func TestHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		fake := rttest.NewFake(t, rttest.Hang(), rttest.Delay(time.Hour, rttest.Drop()))
		for range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			start := time.Now()
			_, err := newClient(t, fake).GetFunctionEventInvokeConfig(ctx, &lambda.GetFunctionEventInvokeConfigRequest{FunctionName: "f"})
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
				t.Errorf("after %v: %v", time.Since(start), err)
			}
			cancel()
		}
	})
}

func TestOn(t *testing.T) {
	t.Parallel()
	fake := rttest.NewFake(t, rttest.Refuse(400, "Other", "")).
		On("GetFunctionEventInvokeConfig", rttest.OK(&lambda.FunctionEventInvokeConfig{FunctionArn: new("1")})).
		On("DeleteFunctionEventInvokeConfig", rttest.OK(&lambda.DeleteFunctionEventInvokeConfigOutput{}).Always()).
		On("GetFunctionEventInvokeConfig", rttest.OK(&lambda.FunctionEventInvokeConfig{FunctionArn: new("2")}))
	c := newClient(t, fake)
	for range 3 {
		if _, err := c.DeleteFunctionEventInvokeConfig(t.Context(), &lambda.DeleteFunctionEventInvokeConfigRequest{FunctionName: "f"}); err != nil {
			t.Error(err)
		}
	}
	for _, want := range []string{"1", "2"} {
		if got, err := get(c, "f"); err != nil || *got.FunctionArn != want {
			t.Errorf("the answer is %v %v, want %s", got, err, want)
		}
	}
	if _, err := get(c, "f"); err == nil || !strings.Contains(err.Error(), "Other") {
		t.Errorf("the error is %v", err)
	}
}

func TestSent(t *testing.T) {
	t.Parallel()
	fake := rttest.NewFake(t, rttest.OK(&lambda.FunctionEventInvokeConfig{}))
	_, err := newClient(t, fake).PutFunctionEventInvokeConfig(t.Context(), &lambda.PutFunctionEventInvokeConfigRequest{
		FunctionName: "f", MaximumRetryAttempts: new(int32(2)),
	})
	if err != nil {
		t.Fatal(err)
	}
	r := fake.Requests()[0]
	const body = `{"MaximumRetryAttempts":2}`
	if string(r.Sent) != body || r.Length != int64(len(body)) || r.Method != http.MethodPut || r.Header.Get("Authorization") == "" {
		t.Errorf("%s with %s", r.Method, r.Sent)
	}
}

// other is an HTTP client that hides the one behind it.
type other struct{ rt.Doer }

func TestMisuse(t *testing.T) {
	t.Parallel()
	ok := rttest.OK(&lambda.FunctionEventInvokeConfig{})
	tests := map[string]struct {
		answers []rttest.Answer
		hidden  bool
		want    string
	}{
		"one request too many": {nil, false, "request 1, GetFunctionEventInvokeConfig: there is no answer left for it"},
		"one answer too many":  {[]rttest.Answer{ok, ok, ok.Always()}, false, "1 of 3 answers were not asked for"},
		"another output": {
			[]rttest.Answer{rttest.OK(&lambda.DeleteFunctionEventInvokeConfigOutput{})}, false,
			"rttest.OK has a *lambda.DeleteFunctionEventInvokeConfigOutput to answer with, and GetFunctionEventInvokeConfig returns a *lambda.FunctionEventInvokeConfig",
		},
		"another error": {
			[]rttest.Answer{rttest.Fail(&lambda.ResourceConflictException{})}, false,
			"a *lambda.ResourceConflictException to answer with, which is no error of GetFunctionEventInvokeConfig",
		},
		"no output":   {[]rttest.Answer{rttest.OK((*lambda.FunctionEventInvokeConfig)(nil))}, false, "rttest.OK has nil"},
		"no error":    {[]rttest.Answer{rttest.Fail((*lambda.ServiceException)(nil))}, false, "rttest.Fail has nil"},
		"no answer":   {[]rttest.Answer{{}}, false, "the answer is empty"},
		"no function": {[]rttest.Answer{rttest.Func(func(*rttest.Request) rttest.Answer { return rttest.Answer{} })}, false, "has no answer"},
		"hidden":      {[]rttest.Answer{ok}, true, "it must itself be the HTTPClient"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &watched{}
			fake := rttest.NewFake(w, test.answers...)
			var d rt.Doer = fake
			if test.hidden {
				d = other{fake}
			}
			_, err := get(newClient(t, d), "f")
			told := fake.Err()
			if text := w.end(); !strings.Contains(text, test.want) {
				t.Errorf("the test says %q, want %q", text, test.want)
			}
			if told == nil || !strings.Contains(told.Error(), test.want) {
				t.Errorf("Err is %v, want %q", told, test.want)
			}
			if (err == nil) != (name == "one answer too many") {
				t.Errorf("the call's error is %v", err)
			}
			before := len(w.errors)
			_, _ = get(newClient(t, d), "f")
			if len(w.errors) != before {
				t.Errorf("a test that was over is told %q", w.errors[before:])
			}
		})
	}
}

// streamed is an output whose body is a stream.
type streamed struct {
	Body io.ReadCloser
	Kind *string
}

func TestStreams(t *testing.T) {
	t.Parallel()
	op := rt.Operation{Name: "Get", Method: "GET", Path: "/"}
	for _, p := range []rt.Protocol{restjson.Protocol{}, restxml.Protocol{}} {
		c := newCore(t, p, rttest.NewFake(t, rttest.OK(&streamed{Body: io.NopCloser(strings.NewReader("a stream")), Kind: new("k")})))
		out, err := rt.Invoke[streamed](t.Context(), c, &op, &kindtest.Filled{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(out.Body)
		if err != nil || string(data) != "a stream" || *out.Kind != "k" {
			t.Errorf("%s: %q %v %v", p.Name(), data, out.Kind, err)
		}
	}
}

// located is an output whose one member is the root of its document.
type located struct{ Where *string }

func TestUnwrapped(t *testing.T) {
	t.Parallel()
	op := rt.Operation{Name: "GetLocation", Method: "GET", Path: "/", UnwrappedOutput: true}
	c := newCore(t, restxml.Protocol{}, rttest.NewFake(t, rttest.OK(&located{new("<here>")}), rttest.OK(&located{})))
	for _, want := range []*located{{new("<here>")}, {}} {
		out, err := rt.Invoke[located](t.Context(), c, &op, &kindtest.Filled{}, nil)
		prototest.CheckOutput(t, err, out, want)
	}
}

// foreign is a protocol that this package does not know.
type foreign struct{ restjson.Protocol }

func (foreign) Name() string { return "foreign" }

func TestForeignProtocol(t *testing.T) {
	t.Parallel()
	w := &watched{}
	fake := rttest.NewFake(w, rttest.OK(&lambda.FunctionEventInvokeConfig{}), rttest.Reply(200, nil, `{"FunctionArn":"a"}`))
	c := newClient(t, fake, func(cfg *lambda.Config) { cfg.Protocol = foreign{} })
	if _, err := get(c, "f"); err == nil || !strings.Contains(w.end(), "does not know how the protocol foreign writes replies") {
		t.Errorf("%v, %q", err, w.errors)
	}
	got, err := get(c, "f")
	prototest.CheckOutput(t, err, got, &lambda.FunctionEventInvokeConfig{FunctionArn: new("a")})
}

func TestConcurrent(t *testing.T) {
	t.Parallel()
	const calls = 200
	fake := rttest.NewFake(t, rttest.Func(func(r *rttest.Request) rttest.Answer {
		in, _ := r.Input.(*lambda.GetFunctionEventInvokeConfigRequest)
		return rttest.OK(&lambda.FunctionEventInvokeConfig{FunctionArn: &in.FunctionName})
	}).Always())
	c := newClient(t, fake)
	wrong := make(chan string, calls)
	for i := range calls {
		go func() {
			name := fmt.Sprintf("f%d", i)
			got, err := get(c, name)
			if err != nil || *got.FunctionArn != name {
				wrong <- fmt.Sprint(name, err)
				return
			}
			wrong <- ""
		}()
	}
	for range calls {
		if text := <-wrong; text != "" {
			t.Error(text)
		}
	}
	if diff := cmp.Diff(calls, len(fake.Requests())); diff != "" {
		t.Error(diff)
	}
}

var schemaStreamed = schema.Struct{Name: "Streamed", Members: []schema.Member{
	{Name: "Body", Offset: unsafe.Offsetof(streamed{}.Body), Type: schema.Type{Kind: schema.ReadCloser}, Bind: schema.Payload},
	{Name: "Kind", Offset: unsafe.Offsetof(streamed{}.Kind), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Kind"},
}}

// SmithySchema returns the type's table.
func (*streamed) SmithySchema() *schema.Struct { return &schemaStreamed }

var schemaLocated = schema.Struct{Name: "Located", Members: []schema.Member{
	{Name: "Where", Offset: unsafe.Offsetof(located{}.Where), Type: schema.Type{Kind: schema.String, Ptr: true}},
}}

// SmithySchema returns the type's table.
func (*located) SmithySchema() *schema.Struct { return &schemaLocated }
