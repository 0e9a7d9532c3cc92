// Each comparison: that it passes what is right, and that it can fail.

package prototest_test

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
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/document"
	"github.com/smithwright/smithwright/rt/prototest"
	"github.com/smithwright/smithwright/rt/validate"
)

// recorder is a test that notes what it is told.
type recorder struct {
	testing.TB
	failures []string
}

// errStop is what Fatalf panics with.
var errStop = errors.New("stop")

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(errStop)
}

// failures runs a check and returns what it says, without the sentence before its list; "" if it passes.
func failures(check func(t testing.TB)) (said string) {
	r := &recorder{}
	defer func() {
		if cause := recover(); cause != nil && cause != any(errStop) {
			panic(cause)
		}
		said = strings.Join(r.failures, "\n")
		if _, list, ok := strings.Cut(said, "wants:\n\t"); ok {
			said = list
		}
	}()
	check(r)
	return
}

// exchanged is an exchange that a request was sent to, with the error that came back.
func exchanged(t *testing.T, e *prototest.Exchange, change func(*http.Request)) error {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://example.com/a%20b?x=1&y=2&x=3&z", strings.NewReader(`{"n":1}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header["X-List"] = []string{"a", "b"}
	change(req)
	resp, err := e.Do(req)
	if resp != nil {
		t.Cleanup(func() { _ = resp.Body.Close() })
	}
	return err
}

// wanted is what the request of exchanged is.
func wanted() prototest.Request {
	return prototest.Request{
		Method: "POST", Path: "/a%20b", Host: "example.com",
		Query: []string{"x=1", "x=3", "z="}, ForbidQuery: []string{"w"}, RequireQuery: []string{"y"},
		Header:       map[string]string{"content-type": "application/json", "x-list": "a, b", "Content-Length": "7"},
		ForbidHeader: []string{"X-Other"}, RequireHeader: []string{"Host"},
		Body: prototest.JSON(`{"n": 1.0}`),
	}
}

func TestCheckRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*http.Request)
		want   func(*prototest.Request)
		says   string
	}{
		"as wanted":        {},
		"nothing wanted":   {want: func(w *prototest.Request) { *w = prototest.Request{Method: "POST", Path: "/a%20b"} }},
		"method":           {want: func(w *prototest.Request) { w.Method = "PUT" }, says: "method: POST, not PUT"},
		"path":             {want: func(w *prototest.Request) { w.Path = "/a+b" }, says: "path: /a%20b, not /a+b"},
		"host":             {change: func(r *http.Request) { r.Host = "other" }, says: "host: other (of the URL: example.com), not example.com"},
		"query value":      {want: func(w *prototest.Request) { w.Query = []string{"y=1"} }, says: `query y: ["2"], not ["1"], in ?x=1&y=2&x=3&z`},
		"query order":      {want: func(w *prototest.Request) { w.Query = []string{"x=3", "x=1"} }, says: `query x: ["1" "3"], not ["3" "1"], in ?x=1&y=2&x=3&z`},
		"query twice":      {want: func(w *prototest.Request) { w.Query = []string{"x=1"} }, says: `query x: ["1" "3"], not ["1"], in ?x=1&y=2&x=3&z`},
		"query missing":    {want: func(w *prototest.Request) { w.Query = []string{"v"} }, says: `query v: [], not [""], in ?x=1&y=2&x=3&z`},
		"query forbidden":  {want: func(w *prototest.Request) { w.ForbidQuery = []string{"z"} }, says: "query z: must not be there, in ?x=1&y=2&x=3&z"},
		"query required":   {want: func(w *prototest.Request) { w.RequireQuery = []string{"v"} }, says: "query v: must be there, in ?x=1&y=2&x=3&z"},
		"header":           {change: func(r *http.Request) { r.Header.Add("X-List", "c") }, says: `header x-list: ["a" "b" "c"], not "a, b"`},
		"header missing":   {change: func(r *http.Request) { r.Header.Del("X-List") }, says: `header x-list: [], not "a, b"`},
		"header forbidden": {change: func(r *http.Request) { r.Header.Set("X-Other", "1") }, says: `header X-Other: must not be there, and is ["1"]`},
		"header required":  {want: func(w *prototest.Request) { w.RequireHeader = []string{"X-More"} }, says: "header X-More: must be there"},
		"empty header":     {want: func(w *prototest.Request) { w.Header = map[string]string{"X-None": ""} }, says: `header X-None: [], not ""`},
		"length": {change: func(r *http.Request) { r.ContentLength = 8 }, want: func(w *prototest.Request) { w.Header = nil },
			says: "body: has 7 bytes, and a length of 8 is announced"},
		"chunks": {change: func(r *http.Request) { r.ContentLength = -1 }, want: func(w *prototest.Request) { w.Header = map[string]string{"Transfer-Encoding": "chunked"} }},
		"no body": {change: func(r *http.Request) { r.Body, r.ContentLength = nil, 0 },
			want: func(w *prototest.Request) {
				w.Header, w.Body = map[string]string{"Content-Length": "0"}, prototest.NoBody()
			}},
		"several": {want: func(w *prototest.Request) { w.Method, w.Path = "PUT", "/" }, says: "method: POST, not PUT\n\tpath: /a%20b, not /"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := wanted()
			if test.want != nil {
				test.want(&want)
			}
			if test.change == nil {
				test.change = func(*http.Request) {}
			}
			var e prototest.Exchange
			err := exchanged(t, &e, test.change)
			if diff := cmp.Diff(test.says, failures(func(t testing.TB) { e.CheckRequest(t, err, want) })); diff != "" {
				t.Errorf("what the check says (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckRequestOfNoRequest(t *testing.T) {
	t.Parallel()
	var e prototest.Exchange
	if got := failures(func(t testing.TB) { e.CheckRequest(t, errors.New("too short"), wanted()) }); got != "nothing was sent: too short" {
		t.Errorf("the check says %q", got)
	}
	_ = exchanged(t, &e, func(*http.Request) {})
	if got := failures(func(t testing.TB) { e.CheckRequest(t, errors.New("late"), wanted()) }); got != "the call ended with late" {
		t.Errorf("the check says %q", got)
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		want prototest.Body
		got  string
		says string // the first difference; "" for none
	}{
		"none":                 {prototest.NoBody(), "", ""},
		"some where none":      {prototest.NoBody(), "x", `body: "x", not ""`},
		"text":                 {prototest.Text("a b"), "a b", ""},
		"other text":           {prototest.Text("a b"), "a  b", `body: "a  b", not "a b"`},
		"json order":           {prototest.JSON(`{"a":1,"b":[true,null,"é"]}`), ` {"b":[true,null,"\u00e9"], "a":1e0}`, ""},
		"json number":          {prototest.JSON(`{"a":1}`), `{"a":1.1}`, "body.a: 1.1, not 1"},
		"json type":            {prototest.JSON(`{"a":"1"}`), `{"a":1}`, `body.a: 1, not "1"`},
		"json null":            {prototest.JSON(`{"a":null}`), `{}`, "body.a: is missing, should be null"},
		"json more":            {prototest.JSON(`{}`), `{"a":{}}`, "body.a: should not be there, and is map[]"},
		"json list":            {prototest.JSON(`[1,2]`), `[2,1]`, "body[0]: 2, not 1"},
		"json list length":     {prototest.JSON(`[1]`), `[1,2]`, "body: 2 elements, not 1: [1 2], not [1]"},
		"json twice":           {prototest.JSON(`{"a":1}`), `{"a":2,"a":1}`, `body: cannot be read: the key "a" is there twice: "{\"a\":2,\"a\":1}"`},
		"json nothing":         {prototest.JSON(`{}`), "", `body: cannot be read: EOF: ""`},
		"json and more":        {prototest.JSON(`{}`), "{}{}", `body: cannot be read: more follows the value: "{}{}"`},
		"json cut":             {prototest.JSON(`{}`), `{"a":[`, `body: cannot be read: EOF: "{\"a\":["`},
		"json case":            {prototest.JSON(`{`), `{}`, "body: the case's own body cannot be read: EOF"},
		"form order":           {prototest.Form("a=1&b=2&a=3"), "b=2&a=1&a=3", ""},
		"form escapes":         {prototest.Form("a=%20b"), "a=+b", `body.a[0]: "+b", not "%20b"`},
		"form value":           {prototest.Form("a=1&b=2"), "a=1&b=3", `body.b[0]: "3", not "2"`},
		"form more":            {prototest.Form("a=1"), "a=1&b=", "body.b: should not be there, and is []"},
		"form twice":           {prototest.Form("a=1"), "a=1&a=1", "body.a: 2 elements, not 1: [1 1], not [1]"},
		"form without a value": {prototest.Form("a=1"), "a=1&b", `body: cannot be read: the parameter "b" has no value: "a=1&b"`},
		"form of nothing":      {prototest.Form("a=1"), "", `body.a: is missing, should be [1]`},
		"cbor sizes":           {prototest.CBOR("omFhAWFi+3/wAAAAAAAA"), "\xbf\x61b\xf9\x7c\x00\x61a\x18\x01\xff", ""},
		"cbor integer, float":  {prototest.CBOR("AQ=="), "\xf9\x3c\x00", "body: 1, not 1"},
		"cbor integers":        {prototest.CBOR("AQ=="), "\x20", "body: -1, not 1"},
		"cbor text":            {prototest.CBOR("YWE="), "\x41a", `body: bytes "a", not "a"`},
		"cbor tag":             {prototest.CBOR("wQE="), "\xc1\x02", "body.tag(1): 2, not 1"},
		"cbor instant":         {prototest.CBOR("wfk8AA=="), "\xc1\x01", ""},
		"cbor no instant":      {prototest.CBOR("wfl+AA=="), "\xc1\x01", "body.tag(1): 1, not NaN"},
		"cbor other tag":       {prototest.CBOR("wQE="), "\xc0\x01", "body: tag 0 of 1, not tag 1 of 1"},
		"cbor null, undefined": {prototest.CBOR("9g=="), "\xf7", "body: undefined, not null"},
		"cbor more":            {prototest.CBOR("9g=="), "\xf6\xf6", `body: cannot be read: CBOR: 1 bytes follow the item: "\xf6\xf6"`},
		"xml layout":           {prototest.XML("<a>\n  <b x='1' y='2'>t</b>\n  <c/>\n</a>"), `<?xml version="1.0"?><a><c></c><b y="2" x="1">t</b></a>`, ""},
		"xml empty":            {prototest.XML("<a>\n</a>"), "<a/>", ""},
		"xml spaces":           {prototest.XML("<a> </a>"), "<a/>", `body/a: "", not " "`},
		"xml text":             {prototest.XML("<a><b>1</b></a>"), "<a><b>2</b></a>", `body/a/b: "2", not "1"`},
		"xml order":            {prototest.XML("<a><b>1</b><b>2</b></a>"), "<a><b>2</b><b>1</b></a>", `body/a/b: "2", not "1"`},
		"xml entries":          {prototest.XML("<a><e><k>1</k><v>x</v></e><e><k>2</k><v>y</v></e></a>"), "<a><e><v>y</v><k>2</k></e><e><k>1</k><v>x</v></e></a>", ""},
		"xml entry":            {prototest.XML("<a><e><k>1</k><v>x</v></e><e><k>2</k><v>y</v></e></a>"), "<a><e><k>2</k><v>x</v></e><e><k>1</k><v>y</v></e></a>", `body/a/e/v: "y", not "x"`},
		"xml fewer":            {prototest.XML("<a><b/><b/></a>"), "<a><b/></a>", "body/a/b: is there 1 times, not 2"},
		"xml more":             {prototest.XML("<a/>"), "<a><b/></a>", "body/a/b: should not be there"},
		"xml attribute":        {prototest.XML("<a x='1'/>"), "<a x='2'/>", `body/a/@x: "2", not "1"`},
		"xml more attributes":  {prototest.XML("<a/>"), "<a x='2'/>", `body/a/@x: should not be there, and is "2"`},
		"xml namespace":        {prototest.XML("<a xmlns='u'/>"), "<a xmlns='v'/>", "body: its root is {v}a, not {u}a"},
		"xml declaration":      {prototest.XML("<a xmlns:p='u'/>"), "<a/>", `body/a/@{xmlns}p: "", not "u"`},
		"xml prefix":           {prototest.XML("<a xmlns:p='u'><p:b/></a>"), "<a xmlns:p='u'><b xmlns='u'/></a>", `body/a/{u}b/@xmlns: should not be there, and is "u"`},
		"xml roots":            {prototest.XML("<a/>"), "<a/><a/>", `body: cannot be read: XML: there is not just one root: "<a/><a/>"`},
		"xml broken":           {prototest.XML("<a/>"), "<a>", `body: cannot be read: XML syntax error on line 1: unexpected EOF: "<a>"`},
		"xml case":             {prototest.XML("<a>"), "<a/>", "body: the case's own body cannot be read: XML syntax error on line 1: unexpected EOF"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e prototest.Exchange
			err := exchanged(t, &e, func(r *http.Request) {
				r.Body, r.ContentLength = io.NopCloser(strings.NewReader(test.got)), int64(len(test.got))
			})
			want := prototest.Request{Method: "POST", Path: "/a%20b", Body: test.want}
			got := failures(func(t testing.TB) { e.CheckRequest(t, err, want) })
			got, _, _ = strings.Cut(got, "\n")
			if diff := cmp.Diff(test.says, got); diff != "" {
				t.Errorf("what the check says (-want +got):\n%s", diff)
			}
		})
	}
}

// all has a field of each kind that generated structs have.
type all struct {
	Text     *string
	Plain    string
	Number   *int32
	Float    *float64
	Floats   []float32
	Blob     []byte
	Time     time.Time
	Times    []time.Time
	Big      *big.Int
	Decimal  document.Number
	Document document.Value
	List     []string
	Sparse   []*string
	Nested   *all
	Map      map[string]all
	Choice   choice
	Reader   io.Reader
	Body     io.ReadCloser
}

// choice is a union.
type choice interface{ isChoice() }

type (
	choiceA struct{ Value string }
	choiceB struct{ Value int32 }
)

func (*choiceA) isChoice() {}
func (*choiceB) isChoice() {}

// full has a value in each field.
func full() *all {
	return &all{
		Text: new("a"), Plain: "p", Number: new(int32(1)), Float: new(math.NaN()), Floats: []float32{float32(math.NaN()), 1.5},
		Blob: []byte("b"), Time: time.Unix(5, 0).UTC(), Times: []time.Time{time.Unix(6, 7)}, Big: big.NewInt(9), Decimal: "1.50",
		Document: map[string]document.Value{"x": []document.Value{document.Number("1"), nil, "s", true}},
		List:     []string{"x", "y"}, Sparse: []*string{nil, new("z")}, Nested: &all{Plain: "n"}, Map: map[string]all{"k": {Plain: "m"}},
		Choice: &choiceA{"c"}, Reader: strings.NewReader("r"), Body: io.NopCloser(strings.NewReader("s")),
	}
}

func TestCheckOutput(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*all)
		says   string
	}{
		"equal":             {func(*all) {}, ""},
		"equal in meaning":  {func(a *all) { a.Decimal, a.Time = "15e-1", time.Unix(5, 0).In(time.FixedZone("", 3600)) }, ""},
		"no body":           {func(a *all) { a.Body, a.Reader = nil, io.NopCloser(strings.NewReader("r")) }, `Body: gives "", not "s"`},
		"text":              {func(a *all) { *a.Text = "b" }, `Text: "b", not "a"`},
		"absent":            {func(a *all) { a.Text = nil }, `Text: is absent, should be "a"`},
		"plain":             {func(a *all) { a.Plain = "" }, `Plain: "", not "p"`},
		"number":            {func(a *all) { *a.Number = 2 }, "Number: 2, not 1"},
		"not a NaN":         {func(a *all) { *a.Float = 1 }, "Float: 1, not NaN"},
		"floats":            {func(a *all) { a.Floats[1] = 2 }, "Floats[1]: 2, not 1.5"},
		"blob":              {func(a *all) { a.Blob = []byte{} }, `Blob: "", not "b"`},
		"no blob":           {func(a *all) { a.Blob = nil }, `Blob: is absent, should be bytes "b"`},
		"time":              {func(a *all) { a.Time = a.Time.Add(1) }, "Time: 1970-01-01 00:00:05.000000001 +0000 UTC, not 1970-01-01 00:00:05 +0000 UTC"},
		"big":               {func(a *all) { a.Big = big.NewInt(8) }, "Big: 8, not 9"},
		"decimal":           {func(a *all) { a.Decimal = "1.51" }, "Decimal: 1.51, not 1.50"},
		"document":          {func(a *all) { a.Document.(map[string]any)["x"].([]any)[3] = false }, `Document["x"][3]: false, not true`},
		"document's number": {func(a *all) { a.Document.(map[string]any)["x"].([]any)[0] = "1" }, `Document["x"][0]: is a string, not a document.Number`},
		"document's null":   {func(a *all) { a.Document.(map[string]any)["x"].([]any)[1] = "1" }, `Document["x"][1]: should be absent, and is "1"`},
		"list":              {func(a *all) { a.List = a.List[:1] }, "List: 1 elements, not 2: [x], not [x y]"},
		"element":           {func(a *all) { a.List[1] = "z" }, `List[1]: "z", not "y"`},
		"null element":      {func(a *all) { a.Sparse[0] = new("") }, `Sparse[0]: should be absent, and is ""`},
		"nested":            {func(a *all) { a.Nested.Plain = "" }, `Nested.Plain: "", not "n"`},
		"deeper":            {func(a *all) { a.Nested.Nested = &all{} }, "Nested.Nested: should be absent"},
		"entry":             {func(a *all) { a.Map["k"] = all{} }, `Map["k"].Plain: "", not "m"`},
		"entries":           {func(a *all) { a.Map["l"] = all{} }, `Map["l"]: should not be there`},
		"no entry":          {func(a *all) { delete(a.Map, "k") }, `Map["k"]: is missing`},
		"variant":           {func(a *all) { a.Choice = &choiceB{} }, "Choice: is a *prototest_test.choiceB, not a *prototest_test.choiceA"},
		"variant's value":   {func(a *all) { a.Choice = &choiceA{} }, `Choice.Value: "", not "c"`},
		"stream":            {func(a *all) { a.Reader = strings.NewReader("") }, `Reader: gives "", not "r"`},
		"broken stream":     {func(a *all) { a.Reader = iotest{} }, "Reader: cannot be read: broken"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := full()
			test.change(got)
			said := failures(func(t testing.TB) { prototest.CheckOutput(t, nil, got, full()) })
			if said != test.says && (test.says == "" || !strings.HasPrefix(said, test.says+",")) && !strings.HasPrefix(said, test.says+", ") {
				t.Errorf("the check says %q, want %q", said, test.says)
			}
		})
	}
	if got := failures(func(t testing.TB) { prototest.CheckOutput(t, errors.New("no"), nil, full()) }); got != "the call ended with an error: no" {
		t.Errorf("of an error, the check says %q", got)
	}
	if got := failures(func(t testing.TB) { prototest.CheckOutput(t, nil, &choiceA{}, full()) }); got == "" {
		t.Error("a value of another type passes")
	}
}

// iotest is a reader that breaks.
type iotest struct{}

func (iotest) Read([]byte) (int, error) { return 0, errors.New("broken") }

// refused is an error of a model.
type refused struct {
	rt.ErrorMetadata
	Why *string
}

func TestCheckError(t *testing.T) {
	t.Parallel()
	made := func(code, text string, status int, why string) error {
		return &refused{rt.ErrorMetadata{Operation: "Op", Code: code, Text: text, Status: status, RequestID: "1"}, &why}
	}
	want := &refused{rt.ErrorMetadata{Code: "Refused", Status: 400}, new("w")}
	wordy := &refused{rt.ErrorMetadata{Code: "Refused", Status: 400, Text: "hi"}, new("w")}
	tests := map[string]struct {
		got, want error
		says      string
	}{
		"equal":     {made("Refused", "hi", 400, "w"), want, ""},
		"with text": {made("Refused", "hi", 400, "w"), wordy, ""},
		"wrapped":   {fmt.Errorf("wrapped: %w", made("Refused", "hi", 400, "w")), want, ""},
		"text":      {made("Refused", "ho", 400, "w"), wordy, `its text is "ho", not "hi"`},
		"code":      {made("Other", "hi", 400, "w"), want, `its code is "Other", not "Refused"`},
		"status":    {made("Refused", "hi", 500, "w"), want, "its status is 500, not 400"},
		"member":    {made("Refused", "hi", 400, "v"), want, `Why: "v", not "w"`},
		"none":      {nil, want, "the call ended without an error, not with a *prototest_test.refused"},
		"another":   {io.EOF, want, "the call ended with a *errors.errorString, not with a *prototest_test.refused: EOF"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := failures(func(t testing.TB) { prototest.CheckError(t, test.got, test.want) })
			if diff := cmp.Diff(test.says, said); diff != "" {
				t.Errorf("what the check says (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReply(t *testing.T) {
	t.Parallel()
	e := prototest.Exchange{Status: http.StatusTeapot, Header: map[string]string{"x-a": "1"}, Body: "tea"}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://example.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := e.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusTeapot || resp.Header.Get("X-A") != "1" || string(body) != "tea" || resp.ContentLength != 3 {
		t.Errorf("the reply is %+v, with the body %q (%v)", resp, body, err)
	}
	if got := e.Options().SkipValidation; got != validate.All {
		t.Errorf("a reply's client skips %v, not all", got)
	}
	if got := new(prototest.Exchange).Options(); got.SkipValidation != 0 || got.Retryer.MaxAttempts() != 1 {
		t.Errorf("a request's client skips %v and makes %d attempts", got.SkipValidation, got.Retryer.MaxAttempts())
	}
}

func TestMadeUp(t *testing.T) {
	t.Parallel()
	options := new(prototest.Exchange).Options()
	random := []byte{1, 2, 3}
	if n, err := options.Random.Read(random); n != 3 || err != nil || string(random) != "\x00\x00\x00" {
		t.Errorf("randomness is %v (%d, %v)", random, n, err)
	}
	credentials, err := prototest.Credentials{}.Retrieve(context.Background())
	if err != nil || !credentials.HasKeys() {
		t.Errorf("credentials are %+v (%v)", credentials, err)
	}
	if got := prototest.BigInt("-123456789012345678901234567890").String(); got != "-123456789012345678901234567890" {
		t.Errorf("BigInt gives %s", got)
	}
	if got := prototest.Binary("AAE="); got != "\x00\x01" {
		t.Errorf("Binary gives %q", got)
	}
	for name, f := range map[string]func(){"BigInt": func() { prototest.BigInt("1.5") }, "Binary": func() { prototest.Binary("?") }} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s takes anything", name)
				}
			}()
			f()
		}()
	}
}
