package httpbind_test

import (
	"errors"
	"math"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/internal/httpbind"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// message has members that are bound to every place but the body.
type message struct {
	Label  string
	Greedy *string
	Number *int32
	When   *time.Time
	Flag   *bool

	Word      *string
	Words     []string
	Dates     []time.Time
	Ratios    []float64
	Plain     int32
	Token     *string
	Params    map[string]string
	ManyParam map[string][]string

	Text     *string
	Media    *string
	Blob     []byte
	Int      *int64
	Half     *float32
	At       *time.Time
	Epoch    *time.Time
	Yes      *bool
	Big      *big.Int
	Decimal  *document.Number
	List     []string
	Ints     []int32
	Days     []time.Time
	Isos     []time.Time
	Prefixed map[string]string
	Status   *int32
}

func (*message) SmithySchema() *schema.Struct { return &schemaMessage }

var (
	listStrings = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*[]string)(nil)}
	dates       = schema.Collection{Elem: schema.Type{Kind: schema.Timestamp}, Go: (*[]time.Time)(nil)}
	isoDates    = schema.Collection{Elem: schema.Type{Kind: schema.Timestamp, Format: schema.FormatDateTime}, Go: (*[]time.Time)(nil)}
	ratios      = schema.Collection{Elem: schema.Type{Kind: schema.Float64}, Go: (*[]float64)(nil)}
	ints        = schema.Collection{Elem: schema.Type{Kind: schema.Int32}, Go: (*[]int32)(nil)}
	stringMap   = schema.Collection{Elem: schema.Type{Kind: schema.String}, Go: (*map[string]string)(nil)}
	listMap     = schema.Collection{Elem: schema.Type{Kind: schema.List, Elem: &listStrings}, Go: (*map[string][]string)(nil)}
)

var schemaMessage = schema.Struct{Name: "Message", Members: []schema.Member{
	{Name: "label", Offset: unsafe.Offsetof(message{}.Label), Type: schema.Type{Kind: schema.String}, Bind: schema.Label, Required: true},
	{Name: "greedy", Offset: unsafe.Offsetof(message{}.Greedy), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Label},
	{Name: "number", Offset: unsafe.Offsetof(message{}.Number), Type: schema.Type{Kind: schema.Int32, Ptr: true}, Bind: schema.Label},
	{Name: "when", Offset: unsafe.Offsetof(message{}.When), Type: schema.Type{Kind: schema.Timestamp, Ptr: true}, Bind: schema.Label},
	{Name: "flag", Offset: unsafe.Offsetof(message{}.Flag), Type: schema.Type{Kind: schema.Bool, Ptr: true}, Bind: schema.Label},
	{Name: "word", Offset: unsafe.Offsetof(message{}.Word), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Query, Wire: "the word"},
	{Name: "words", Offset: unsafe.Offsetof(message{}.Words), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Bind: schema.Query, Wire: "words"},
	{Name: "dates", Offset: unsafe.Offsetof(message{}.Dates), Type: schema.Type{Kind: schema.List, Elem: &dates}, Bind: schema.Query, Wire: "dates"},
	{Name: "ratios", Offset: unsafe.Offsetof(message{}.Ratios), Type: schema.Type{Kind: schema.List, Elem: &ratios}, Bind: schema.Query, Wire: "ratios"},
	{Name: "plain", Offset: unsafe.Offsetof(message{}.Plain), Type: schema.Type{Kind: schema.Int32}, Bind: schema.Query, Wire: "plain"},
	{Name: "token", Offset: unsafe.Offsetof(message{}.Token), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Query, Wire: "token", Token: true},
	{Name: "params", Offset: unsafe.Offsetof(message{}.Params), Type: schema.Type{Kind: schema.Map, Elem: &stringMap}, Bind: schema.QueryParams},
	{Name: "manyParam", Offset: unsafe.Offsetof(message{}.ManyParam), Type: schema.Type{Kind: schema.Map, Elem: &listMap}, Bind: schema.QueryParams},
	{Name: "text", Offset: unsafe.Offsetof(message{}.Text), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Text"},
	{Name: "media", Offset: unsafe.Offsetof(message{}.Media), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Header, Wire: "X-Media", MediaType: "application/json"},
	{Name: "blob", Offset: unsafe.Offsetof(message{}.Blob), Type: schema.Type{Kind: schema.Blob}, Bind: schema.Header, Wire: "X-Blob"},
	{Name: "int", Offset: unsafe.Offsetof(message{}.Int), Type: schema.Type{Kind: schema.Int64, Ptr: true}, Bind: schema.Header, Wire: "X-Int"},
	{Name: "half", Offset: unsafe.Offsetof(message{}.Half), Type: schema.Type{Kind: schema.Float32, Ptr: true}, Bind: schema.Header, Wire: "X-Half"},
	{Name: "at", Offset: unsafe.Offsetof(message{}.At), Type: schema.Type{Kind: schema.Timestamp, Ptr: true}, Bind: schema.Header, Wire: "X-At"},
	{Name: "epoch", Offset: unsafe.Offsetof(message{}.Epoch), Type: schema.Type{Kind: schema.Timestamp, Ptr: true, Format: schema.FormatEpoch}, Bind: schema.Header, Wire: "X-Epoch"},
	{Name: "yes", Offset: unsafe.Offsetof(message{}.Yes), Type: schema.Type{Kind: schema.Bool, Ptr: true}, Bind: schema.Header, Wire: "X-Yes"},
	{Name: "big", Offset: unsafe.Offsetof(message{}.Big), Type: schema.Type{Kind: schema.BigInteger}, Bind: schema.Header, Wire: "X-Big"},
	{Name: "decimal", Offset: unsafe.Offsetof(message{}.Decimal), Type: schema.Type{Kind: schema.BigDecimal, Ptr: true}, Bind: schema.Header, Wire: "X-Decimal"},
	{Name: "list", Offset: unsafe.Offsetof(message{}.List), Type: schema.Type{Kind: schema.List, Elem: &listStrings}, Bind: schema.Header, Wire: "X-List"},
	{Name: "ints", Offset: unsafe.Offsetof(message{}.Ints), Type: schema.Type{Kind: schema.List, Elem: &ints}, Bind: schema.Header, Wire: "X-Ints"},
	{Name: "days", Offset: unsafe.Offsetof(message{}.Days), Type: schema.Type{Kind: schema.List, Elem: &dates}, Bind: schema.Header, Wire: "X-Days"},
	{Name: "isos", Offset: unsafe.Offsetof(message{}.Isos), Type: schema.Type{Kind: schema.List, Elem: &isoDates}, Bind: schema.Header, Wire: "X-Isos"},
	{Name: "prefixed", Offset: unsafe.Offsetof(message{}.Prefixed), Type: schema.Type{Kind: schema.Map, Elem: &stringMap}, Bind: schema.PrefixHeaders, Wire: "X-Meta-"},
	{Name: "status", Offset: unsafe.Offsetof(message{}.Status), Type: schema.Type{Kind: schema.Int32, Ptr: true}, Bind: schema.StatusCode},
}}

var day = time.Date(2014, 4, 29, 18, 30, 38, 0, time.UTC)

func target(template string, m *message, token func() string) (path, query string, err error) {
	return httpbind.Target(template, m.SmithySchema(), mem.Pointer(m), token)
}

func TestLabels(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ template, label, greedy, want string }{
		{"/a/{label}/b", "x", "", "/a/x/b"},
		{"/{label}", "a/b?c#d e%2F+&=", "", "/a%2Fb%3Fc%23d%20e%252F%2B%26%3D"},
		{"/{label}", "-._~", "", "/-._~"},
		{"/{label}", "!$'()*,;:@", "", "/%21%24%27%28%29%2A%2C%3B%3A%40"},
		{"/{label}", "ä😀", "", "/%C3%A4%F0%9F%98%80"},
		{"/{label}", "\x00\n\xff", "", "/%00%0A%FF"},
		{"/{label}/{greedy+}", "x", "a/b c//d", "/x/a/b%20c//d"},
		{"/{greedy+}/end", "", "a?b", "/a%3Fb/end"},
		{"/none", "", "", "/none"},
	} {
		m := &message{Label: test.label, Greedy: &test.greedy}
		path, query, err := target(test.template, m, nil)
		if err != nil || path != test.want || query != "" {
			t.Errorf("%s with %q and %q is %s?%s (%v), not %s", test.template, test.label, test.greedy, path, query, err, test.want)
			continue
		}
		back, err := url.PathUnescape(path)
		if filled := strings.NewReplacer("{label}", test.label, "{greedy+}", test.greedy).Replace(test.template); err != nil || back != filled {
			t.Errorf("%s comes back as %q (%v)", path, back, err)
		}
	}
}

func TestLabelsOfOtherTypes(t *testing.T) {
	t.Parallel()
	m := &message{Number: new(int32(-7)), When: &day, Flag: new(false)}
	path, _, err := target("/{number}/{when}/{flag}", m, nil)
	if err != nil || path != "/-7/2014-04-29T18%3A30%3A38Z/false" {
		t.Errorf("%s, %v", path, err)
	}
}

func TestLabelToken(t *testing.T) {
	t.Parallel()
	s := schema.Struct{Members: []schema.Member{
		{Name: "id", Offset: unsafe.Offsetof(message{}.Token), Type: schema.Type{Kind: schema.String, Ptr: true}, Bind: schema.Label, Token: true},
	}}
	for want, m := range map[string]*message{"/T%2F1": {}, "/mine": {Token: new("mine")}} {
		path, _, err := httpbind.Target("/{id}", &s, unsafe.Pointer(m), func() string { return "T/1" })
		if err != nil || path != want {
			t.Errorf("%s (%v), not %s", path, err, want)
		}
	}
}

// TestDotsInLabels refuses a label that is a step of a path, which would lead to another resource. Dots elsewhere are none.
func TestDotsInLabels(t *testing.T) {
	t.Parallel()
	for label, want := range map[string]string{".": "", "..": "", "...": "/a/...", ".a": "/a/.a", "a..": "/a/a..", "../b": "/a/..%2Fb"} {
		path, _, err := target("/a/{label}", &message{Label: label}, nil)
		if path != want || (err == nil) != (want != "") || err != nil && !strings.Contains(err.Error(), "must not be . or ..") {
			t.Errorf("%s: %s, %v", label, path, err)
		}
	}
	if path, _, err := target("/a/{greedy+}", &message{Greedy: new("../b/./c")}, nil); err != nil || path != "/a/../b/./c" {
		t.Errorf("%s, %v", path, err)
	}
}

func TestLabelErrors(t *testing.T) {
	t.Parallel()
	for template, says := range map[string]string{
		"/{label}": "label: is part of the path and must not be empty", "/{greedy+}": "greedy: is part of the path and must not be empty",
		"/{number}": "number: is part of the path", "/{nobody}": "nobody: no member fills this label", "/}{": "is broken", "/{label": "is broken",
	} {
		path, _, err := target(template, &message{}, nil)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s became %s: %v", template, path, err)
		}
		if strings.Contains(says, "must not be empty") && !errors.Is(err, httpbind.ErrEmptyLabel) {
			t.Errorf("%v is not ErrEmptyLabel", err)
		}
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	token := func() string { return "T/1" }
	for name, test := range map[string]struct {
		template string
		m        message
		token    func() string
		want     string
	}{
		"nothing":            {"/", message{}, nil, ""},
		"text":               {"/", message{Word: new("a b&c=d+ä")}, nil, "the%20word=a%20b%26c%3Dd%2B%C3%A4"},
		"empty text":         {"/", message{Word: new("")}, nil, "the%20word="},
		"list":               {"/", message{Words: []string{"a", "", "b,c"}}, nil, "words=a&words=&words=b%2Cc"},
		"empty list":         {"/", message{Words: []string{}}, nil, ""},
		"dates":              {"/", message{Dates: []time.Time{day, day.Add(time.Second / 2)}}, nil, "dates=2014-04-29T18%3A30%3A38Z&dates=2014-04-29T18%3A30%3A38.5Z"},
		"floats":             {"/", message{Ratios: []float64{0.1, math.Inf(1), math.Inf(-1), math.NaN()}}, nil, "ratios=0.1&ratios=Infinity&ratios=-Infinity&ratios=NaN"},
		"zero is not sent":   {"/", message{Plain: 0}, nil, ""},
		"plain":              {"/", message{Plain: 3}, nil, "plain=3"},
		"token":              {"/", message{}, token, "token=T%2F1"},
		"token given":        {"/", message{Token: new("mine")}, token, "token=mine"},
		"literal":            {"/x?a&b=c", message{Plain: 3}, nil, "a&b=c&plain=3"},
		"params":             {"/", message{Params: map[string]string{"z": "1", "a b": "&"}}, nil, "a%20b=%26&z=1"},
		"many params":        {"/", message{ManyParam: map[string][]string{"k": {"1", "2"}, "none": {}}}, nil, "k=1&k=2"},
		"params give way":    {"/?fixed=1", message{Plain: 3, Params: map[string]string{"plain": "x", "fixed": "x", "own": "y"}}, nil, "fixed=1&plain=3&own=y"},
		"absent is no claim": {"/", message{Params: map[string]string{"plain": "x"}}, nil, "plain=x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, query, err := target(test.template, &test.m, test.token)
			if err != nil || query != test.want {
				t.Errorf("%s (%v), not %s", query, err, test.want)
			}
		})
	}
}

func TestHost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ template, label, want string }{
		{"data.", "", "data."}, {"{label}.data.", "a-1", "a-1.data."}, {"", "", ""},
	} {
		m := &message{Label: test.label}
		got, err := httpbind.Host(test.template, m.SmithySchema(), mem.Pointer(m))
		if err != nil || got != test.want {
			t.Errorf("%s: %s, %v", test.template, got, err)
		}
	}
	for _, label := range []string{"", "a.b", "evil.com/", "a b", "a@b", "a:1", "ä", strings.Repeat("a", 64), "[", "a\n"} {
		m := &message{Label: label}
		if got, err := httpbind.Host("{label}.", m.SmithySchema(), mem.Pointer(m)); err == nil {
			t.Errorf("%q became the host %s", label, got)
		}
	}
	m := &message{}
	if _, err := httpbind.Host("{nobody}.", m.SmithySchema(), mem.Pointer(m)); err == nil {
		t.Error("a label that no member fills went through")
	}
}

var headers = map[string]struct {
	m    message
	want http.Header
}{
	"nothing":       {message{}, http.Header{}},
	"text":          {message{Text: new("a, b")}, http.Header{"X-Text": {"a, b"}}},
	"media":         {message{Media: new(`{"a":1}`)}, http.Header{"X-Media": {"eyJhIjoxfQ=="}}},
	"blob":          {message{Blob: []byte{0, 255}}, http.Header{"X-Blob": {"AP8="}}},
	"numbers":       {message{Int: new(int64(-5)), Half: new(float32(0.1))}, http.Header{"X-Int": {"-5"}, "X-Half": {"0.1"}}},
	"dates":         {message{At: &day, Epoch: new(day.Add(time.Second / 4))}, http.Header{"X-At": {"Tue, 29 Apr 2014 18:30:38 GMT"}, "X-Epoch": {"1398796238.25"}}},
	"bool":          {message{Yes: new(false)}, http.Header{"X-Yes": {"false"}}},
	"exact":         {message{Big: new(big.Int).Lsh(big.NewInt(1), 100), Decimal: new(document.Number("1e400"))}, http.Header{"X-Big": {"1267650600228229401496703205376"}, "X-Decimal": {"1e400"}}},
	"list":          {message{List: []string{"a", "b"}}, http.Header{"X-List": {"a, b"}}},
	"quotes":        {message{List: []string{"a,b", `say "x"`, " c ", `back\slash`, ""}}, http.Header{"X-List": {`"a,b", "say \"x\"", " c ", back\slash, ""`}}},
	"list of ints":  {message{Ints: []int32{1, -2}}, http.Header{"X-Ints": {"1, -2"}}},
	"list of days":  {message{Days: []time.Time{day, day.AddDate(0, 0, 1)}}, http.Header{"X-Days": {"Tue, 29 Apr 2014 18:30:38 GMT, Wed, 30 Apr 2014 18:30:38 GMT"}}},
	"list of dates": {message{Isos: []time.Time{day, day}}, http.Header{"X-Isos": {"2014-04-29T18:30:38Z, 2014-04-29T18:30:38Z"}}},
	"prefix":        {message{Prefixed: map[string]string{"a": "1", "b-c": ""}}, http.Header{"X-Meta-A": {"1"}, "X-Meta-B-C": {""}}},
}

var compare = cmp.Comparer(func(a, b *big.Int) bool { return a == b || a != nil && b != nil && a.Cmp(b) == 0 })

func TestHeadersBothWays(t *testing.T) {
	t.Parallel()
	for name, test := range headers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := http.Header{}
			if err := httpbind.Headers(h, test.m.SmithySchema(), mem.Pointer(&test.m), nil); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, h); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
			got := message{}
			if err := httpbind.Reply(207, h, got.SmithySchema(), mem.Pointer(&got), 0); err != nil {
				t.Fatal(err)
			}
			want := test.m
			want.Status = new(int32(207))
			if want.Prefixed == nil {
				want.Prefixed = map[string]string{} // nothing tells it from an absent one
			}
			if diff := cmp.Diff(want, got, compare); diff != "" {
				t.Errorf("received (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEmptyHeaders(t *testing.T) {
	t.Parallel()
	m := &message{Text: new(""), List: []string{}, Prefixed: map[string]string{}, Blob: []byte{}}
	h := http.Header{}
	err := httpbind.Headers(h, m.SmithySchema(), mem.Pointer(m), nil)
	if diff := cmp.Diff(http.Header{"X-Text": {""}, "X-List": {""}, "X-Blob": {""}}, h); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestPrefixGivesWay(t *testing.T) {
	t.Parallel()
	m := &message{Prefixed: map[string]string{"a": "1"}}
	h := http.Header{"X-Meta-A": {"first"}}
	if err := httpbind.Headers(h, m.SmithySchema(), mem.Pointer(m), nil); err != nil || h.Get("X-Meta-A") != "first" {
		t.Errorf("%v, %v", h, err)
	}
}

func TestReplyLists(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		values []string
		want   []string
	}{
		"spaces":          {[]string{"a ,b,  c"}, []string{"a", "b", "c"}},
		"several headers": {[]string{"a", "b,c"}, []string{"a", "b", "c"}},
		"one":             {[]string{"a"}, []string{"a"}},
		"quoted":          {[]string{`"a,b" , c, "d\"e", "f\\g"`}, []string{"a,b", "c", `d"e`, `f\g`}},
		"open at a quote": {[]string{`"a\"`}, []string{`a"`}},
		"open quote":      {[]string{`"a,b`}, []string{"a,b"}},
		"quote inside":    {[]string{`a"b,c`}, []string{`a"b`, "c"}},
		"empty items":     {[]string{"a,,b,"}, []string{"a", "", "b"}},
		"empty":           {[]string{""}, []string{}},
		"blank":           {[]string{"  "}, []string{}},
		"empty quoted":    {[]string{`""`}, []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := &message{}
			if err := httpbind.Reply(200, http.Header{"X-List": test.values}, m.SmithySchema(), mem.Pointer(m), 0); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, m.List); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestReplyErrors(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"X-Int": "1.5", "X-Half": "x", "X-At": "2014-04-29", "X-Epoch": "x", "X-Yes": "TRUE", "X-Blob": "*", "X-Media": "*", "X-Big": "1.5",
		"X-Decimal": "0x1", "X-Ints": "1, x", "X-Days": "Tue, 29 Apr 2014 18:30:38 GMT, Wed", "X-Isos": "yesterday",
	} {
		m := &message{}
		err := httpbind.Reply(200, http.Header{name: {value}}, m.SmithySchema(), mem.Pointer(m), 0)
		if err == nil || !strings.Contains(err.Error(), "header "+name) {
			t.Errorf("%s: %s: %v", name, value, err)
		}
	}
	m := &message{}
	huge := strings.Repeat("9", 500_000)
	start := time.Now()
	if err := httpbind.Reply(200, http.Header{"X-Big": {huge}}, m.SmithySchema(), mem.Pointer(m), 0); err == nil {
		t.Errorf("a number of %d digits was taken, in %v", len(huge), time.Since(start))
	}
}

func TestHeaderErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		m    message
		says string
	}{
		"two lines":      {message{Text: new("a\r\nX-Evil: 1")}, "text: holds a line break"},
		"line feed":      {message{Text: new("a\nb")}, "text: holds a line break"},
		"zero":           {message{List: []string{"a\x00b"}}, "list: holds a line break"},
		"prefixed value": {message{Prefixed: map[string]string{"k": "\r\n"}}, `prefixed: ["k"]: holds a line break`},
		"prefixed name":  {message{Prefixed: map[string]string{"k: v\r\nX": "a"}}, "cannot be the name of a header"},
		"name in Greek":  {message{Prefixed: map[string]string{"κ": "a"}}, "cannot be the name of a header"},
	} {
		h := http.Header{}
		err := httpbind.Headers(h, test.m.SmithySchema(), mem.Pointer(&test.m), nil)
		if err == nil || !strings.Contains(err.Error(), test.says) || len(h) != 0 {
			t.Errorf("%s: %v, %v", name, h, err)
		}
	}
	m := message{Text: new("tab\tand ümläut"), Media: new("\n")}
	if err := httpbind.Headers(http.Header{}, m.SmithySchema(), mem.Pointer(&m), nil); err != nil {
		t.Error(err)
	}
}

// FuzzHeaderList looks for panics, and for lists that do not come back as they went.
func FuzzHeaderList(f *testing.F) {
	f.Add("a", `b,"c"`, "")
	f.Add(" x", `\`, `"`)
	f.Add(`"a`, `a"`, ",")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		m := &message{}
		_ = httpbind.Reply(200, http.Header{"X-List": {a, b, c}, "X-Days": {a}, "X-Ints": {b}, "X-Isos": {c}}, m.SmithySchema(), mem.Pointer(m), 0)

		sent := &message{List: []string{a, b, c}}
		h := http.Header{}
		if err := httpbind.Headers(h, sent.SmithySchema(), mem.Pointer(sent), nil); err != nil {
			return // a control character
		}
		got := &message{}
		if err := httpbind.Reply(200, h, got.SmithySchema(), mem.Pointer(got), 0); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(sent.List, got.List) {
			t.Fatalf("%q went as %q and came back as %q", sent.List, h.Get("X-List"), got.List)
		}
	})
}

// FuzzReply reads any header into every member that is bound to one, and holds what is read against what is read of it when it
// is written again.
func FuzzReply(f *testing.F) {
	for _, value := range []string{
		"a", "1, 2,3", `"a\"b", c`, "true", "1.5e3", "NaN", "dmFsdWU=", "Tue, 29 Apr 2014 18:30:38 GMT, Wed, 30 Apr 2014 18:30:38.5 GMT", "2014-04-29T18:30:38Z",
		"1398796238.123", "123456789012345678901234567890", "-1e-30", ",,", `"`, `"a",`, "\t", "\xff",
	} {
		f.Add(value)
	}
	write := func(t *testing.T, m *message) http.Header {
		h := http.Header{}
		if err := httpbind.Headers(h, m.SmithySchema(), mem.Pointer(m), nil); err != nil {
			if !strings.Contains(err.Error(), "holds a line break") {
				t.Fatalf("%+v: %v", m, err)
			}
			return nil
		}
		return h
	}
	f.Fuzz(func(t *testing.T, value string) {
		for i := range schemaMessage.Members {
			name := schemaMessage.Members[i].Wire
			if bind := schemaMessage.Members[i].Bind; bind == schema.PrefixHeaders {
				name += "Key"
			} else if bind != schema.Header {
				continue
			}
			var first, second message
			if err := httpbind.Reply(200, http.Header{name: {value}}, first.SmithySchema(), mem.Pointer(&first), 0); err != nil {
				if len(err.Error()) > 500 {
					t.Fatalf("%s: the error has %d bytes", name, len(err.Error()))
				}
				continue
			}
			one := write(t, &first)
			if one == nil {
				continue
			}
			if err := httpbind.Reply(200, one, second.SmithySchema(), mem.Pointer(&second), 0); err != nil {
				t.Fatalf("%s: %q went as %q: %v", name, value, one, err)
			}
			if two := write(t, &second); !cmp.Equal(one, two) {
				t.Fatalf("%s: %q went as %q, and then as %q", name, value, one, two)
			}
		}
	})
}
