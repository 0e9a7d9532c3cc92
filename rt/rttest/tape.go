// The file in which a recorder keeps what was asked and answered, and what of it is a secret.

package rttest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Exchange is a request and its reply as a file has them: a file is exchanges in JSON, one behind the other, in the order in
// which their replies were read.
type Exchange struct {
	Operation string          `json:"operation,omitempty"` // such as "Lambda.GetFunction", of a request that a client itself made
	Request   RecordedRequest `json:"request"`
	Reply     RecordedReply   `json:"reply"`
}

// RecordedRequest is what a request has.
type RecordedRequest struct {
	Method string      `json:"method"`
	Path   string      `json:"path"`            // percent-encoded
	Query  string      `json:"query,omitempty"` // percent-encoded, in the order of the names
	Header http.Header `json:"header,omitempty"`
	Recorded
}

// RecordedReply is what a reply has.
type RecordedReply struct {
	Status int         `json:"status"`
	Header http.Header `json:"header,omitempty"`
	Recorded
}

// Recorded is a body. It is kept as text where it is UTF-8, else in base64; of one that is longer than the bound only the
// length and the hash are.
type Recorded struct {
	Text   string `json:"text,omitempty"`
	Base64 []byte `json:"base64,omitempty"`
	Length int64  `json:"length,omitempty"`
	SHA256 string `json:"sha256,omitempty"` // in hex; of a request's body only
}

// Body returns the body; nil if there is none, or none was kept.
func (r *Recorded) Body() []byte {
	if r.Text != "" {
		return []byte(r.Text)
	}
	return r.Base64
}

// SetBody replaces the body, and with it the length and, where there is one, the hash that requests are matched by.
func (r *Recorded) SetBody(body []byte) {
	hashed := r.SHA256 != ""
	*r = Recorded{Length: int64(len(body))}
	if utf8.Valid(body) {
		r.Text = string(body)
	} else {
		r.Base64 = bytes.Clone(body)
	}
	if hashed {
		sum := sha256.Sum256(body)
		r.SHA256 = hex.EncodeToString(sum[:])
	}
}

// whole reports whether all of the body was kept.
func (r *Recorded) whole() bool { return int64(len(r.Body())) == r.Length }

// Tape says how exchanges are kept and found again. The zero value works. A recording and what is replayed from it need the
// same.
type Tape struct {
	// Redact may change what is kept of an exchange, to take out what is a secret or differs from run to run. Headers and
	// parameters that sign a request or prove who sends it, cookies and keys of encryption are gone before, and so are times
	// and ids. It is called with each request that is to be matched, too, with an empty reply.
	Redact func(*Exchange)

	// MaxBody bounds the bodies that are kept, in bytes; 4 MiB if zero. A longer request is matched by its hash. A reply that
	// is longer fails the recording.
	MaxBody int64

	// InOrder says that requests are to come in the order in which they were recorded. Else each is answered by the first
	// exchange that fits and was not used.
	InOrder bool
}

const defaultMaxBody = 4 << 20

func (t *Tape) maxBody() int64 {
	if t.MaxBody <= 0 {
		return defaultMaxBody
	}
	return t.MaxBody
}

// left out are headers, in lower case, that are secrets, or differ from run to run. One that ends in a hyphen stands for all
// that begin so.
var (
	secretHeaders = []string{
		"authorization", "proxy-authorization", "cookie", "set-cookie", "x-amz-security-token", "x-api-key", "x-amz-mfa",
		"x-amz-server-side-encryption-customer-key", "x-amz-copy-source-server-side-encryption-customer-key", "www-authenticate",
		"x-amz-s3session-token", "x-amz-create-session-", "authentication-info",
	}
	volatileHeaders = []string{"x-amz-date", "date", "amz-sdk-invocation-id", "amz-sdk-request", "user-agent", "connection", "keep-alive", "traceparent"}
	secretQuery     = []string{"x-amz-signature", "x-amz-credential", "x-amz-security-token", "x-amz-date", "x-amz-s3session-token", "api_key", "api-key", "apikey", "access_token"}
)

// isIn reports whether a name, in any case, is in a list.
func isIn(list []string, name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(list, func(s string) bool { return s == name || strings.HasSuffix(s, "-") && strings.HasPrefix(name, s) })
}

// kept returns the headers that are no secrets and do not differ from run to run. It is never nil.
func (c *call) kept(h http.Header) http.Header {
	out := http.Header{}
	for name, values := range h {
		if !isIn(secretHeaders, name) && !isIn(volatileHeaders, name) && !c.signed(name) {
			out[name] = slices.Clone(values)
		}
	}
	return out
}

// keptQuery returns the parameters that are no secrets, in order.
func (c *call) keptQuery(query string) string {
	var out []string
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if pair != "" && !isIn(secretQuery, name) && !c.signedQuery(pair) {
			out = append(out, pair)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "&")
}

// signed reports whether a header came with the signature, or what else proves who calls. That is not known of a request which
// no client told of: c is nil.
func (c *call) signed(name string) bool {
	return c != nil && c.headers != nil && !slices.Contains(c.headers, name)
}

// signedQuery is the same for a parameter.
func (c *call) signedQuery(pair string) bool {
	return c != nil && c.headers != nil && !slices.Contains(c.query, pair)
}

// begin returns the exchange of a request whose body is not known yet.
func begin(req *http.Request) *Exchange {
	c, _ := req.Context().Value(callKey{}).(*call)
	x := &Exchange{Request: RecordedRequest{
		Method: req.Method, Path: req.URL.EscapedPath(), Query: c.keptQuery(req.URL.RawQuery), Header: c.kept(req.Header),
	}}
	if c != nil {
		x.Operation = c.service.ID + "." + c.op.Name
	}
	x.Reply.Header = http.Header{}
	return x
}

// spool takes in a body as it passes: its length, its hash if there is one, and its beginning up to the bound.
type spool struct {
	bound int64
	data  []byte
	n     int64
	hash  hash.Hash
}

// Write takes more of the body. It does not fail.
func (s *spool) Write(p []byte) (int, error) {
	s.n += int64(len(p))
	if s.hash != nil {
		s.hash.Write(p)
	}
	if room := s.bound - int64(len(s.data)); room > 0 {
		s.data = append(s.data, p[:min(int64(len(p)), room)]...)
	}
	return len(p), nil
}

// recorded is what is kept of the body.
func (s *spool) recorded() Recorded {
	r := Recorded{Length: s.n}
	if s.n <= s.bound {
		r.SetBody(s.data)
	}
	if s.hash != nil && s.n > 0 {
		r.SHA256 = hex.EncodeToString(s.hash.Sum(nil))
	}
	return r
}

// append writes an exchange as it stands in a file.
func (x *Exchange) append(w io.Writer) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(x); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// readTape reads the exchanges of a file.
func readTape(r io.Reader) ([]*Exchange, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	var all []*Exchange
	for {
		x := &Exchange{}
		err := d.Decode(x)
		switch {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("exchange %d is not what a recorder writes: %w", len(all)+1, err)
		case x.Reply.Status < 100 || x.Reply.Status > 999:
			return nil, fmt.Errorf("exchange %d has no status of HTTP, but %d", len(all)+1, x.Reply.Status)
		case !x.Reply.whole():
			return nil, fmt.Errorf("exchange %d has %d of %d bytes of the reply's body", len(all)+1, len(x.Reply.Body()), x.Reply.Length)
		}
		all = append(all, x)
	}
}

// fits reports whether a request is that of a recorded exchange.
func (x *Exchange) fits(of *Exchange) bool {
	a, b := &x.Request, &of.Request
	return a.Method == b.Method && a.Path == b.Path && a.Query == b.Query && a.SHA256 == b.SHA256
}

// name is what people call an exchange.
func (x *Exchange) name() string {
	r := &x.Request
	text := r.Method + " " + r.Path
	if r.Query != "" {
		text += "?" + r.Query
	}
	if r.Length > 0 {
		text += fmt.Sprintf(" with a body of %d bytes, SHA-256 %.12s…", r.Length, r.SHA256)
	}
	if x.Operation != "" {
		return x.Operation + " (" + text + ")"
	}
	return text
}
