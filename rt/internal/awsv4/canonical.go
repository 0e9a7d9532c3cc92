// Package awsv4 is what the versions 4 and 4A of AWS's signature have in common: the canonical form of a request, the text
// that is signed, the identity that signs, and the way into a header or a query. See
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
//
// It stands beside the signer of aws-sdk-go-v2, whose canonical form only its version 4 can use, and which takes two thirds of
// a call's allocations. The signatures of both are compared over thousands of requests.
package awsv4

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// LongTime is the form of the time of signing, ShortTime that of its day.
const (
	LongTime  = "20060102T150405Z"
	ShortTime = "20060102"
)

// scratch is memory that one canonical form after the other is made in.
type scratch struct {
	form  []byte // the canonical request
	query []byte // the parameters in canonical form, in the order of the request
	pairs []pair
	names []string // of the headers that are signed, as the request has them
}

// pair is where a parameter stands in the query of the scratch.
type pair struct{ from, equals, to int }

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxKept is the largest piece of memory that is kept for the next request.
const maxKept = 64 << 10

// host and contentLength are headers that net/http keeps out of the map.
const (
	host          = "host"
	contentLength = "content-length"
)

// Sum returns the SHA-256 of the canonical form of a request, and the names of the headers in it, with semicolons between.
// payloadHash is the hex SHA-256 of the body or a word that stands for it. plain leaves the path as it is sent, where it is
// otherwise percent-encoded once more. A standard port disappears from r.Host, since net/http sends none.
func Sum(r *http.Request, payloadHash string, plain bool) (sum [sha256.Size]byte, signedHeaders string) {
	s, _ := scratches.Get().(*scratch)
	defer s.release()
	b := append(append(s.form[:0], r.Method...), '\n')
	b = append(appendPath(b, r.URL.EscapedPath(), plain), '\n')
	b = append(s.appendQuery(b, r.URL.RawQuery), '\n')
	s.collect(r)
	b = append(s.appendHeaders(b, r), '\n')
	from := len(b)
	b = s.appendNames(b)
	signedHeaders = string(b[from:])
	b = append(append(b, '\n'), payloadHash...)
	s.form = b
	return sha256.Sum256(b), signedHeaders
}

func (s *scratch) release() {
	clear(s.names)
	if cap(s.form) <= maxKept && cap(s.query) <= maxKept {
		scratches.Put(s)
	}
}

// Statement appends the text that is signed: the algorithm, the time, the scope and the sum of the canonical form.
func Statement(b []byte, algorithm, scope string, at time.Time, sum *[sha256.Size]byte) []byte {
	b = append(append(b, algorithm...), '\n')
	b = append(at.UTC().AppendFormat(b, LongTime), '\n')
	b = append(append(b, scope...), '\n')
	return hex.AppendEncode(b, sum[:])
}

// unreserved are the bytes that RFC 3986 leaves as they are.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

const upperHex = "0123456789ABCDEF"

// escape appends a byte, percent-encoded unless it is unreserved.
func escape(b []byte, c byte) []byte {
	if unreserved(c) {
		return append(b, c)
	}
	return append(b, '%', upperHex[c>>4], upperHex[c&15])
}

// appendPath appends a percent-encoded path.
func appendPath(b []byte, path string, plain bool) []byte {
	if path == "" {
		return append(b, '/')
	}
	if plain {
		return append(b, path...)
	}
	for i := range len(path) {
		if path[i] == '/' {
			b = append(b, '/')
		} else {
			b = escape(b, path[i])
		}
	}
	return b
}

// appendQuery appends the parameters of a query in the order of their encoded names and values, each with an equals sign.
func (s *scratch) appendQuery(b []byte, query string) []byte {
	s.query, s.pairs = s.query[:0], s.pairs[:0]
	for query != "" {
		var one string
		one, query, _ = strings.Cut(query, "&")
		if one == "" {
			continue
		}
		name, value, _ := strings.Cut(one, "=")
		p := pair{from: len(s.query)}
		s.query = appendComponent(s.query, name)
		p.equals = len(s.query)
		s.query = appendComponent(append(s.query, '='), value)
		p.to = len(s.query)
		s.pairs = append(s.pairs, p)
	}
	slices.SortFunc(s.pairs, func(x, y pair) int {
		if c := bytes.Compare(s.query[x.from:x.equals], s.query[y.from:y.equals]); c != 0 {
			return c
		}
		return bytes.Compare(s.query[x.equals:x.to], s.query[y.equals:y.to])
	})
	for i, p := range s.pairs {
		if i > 0 {
			b = append(b, '&')
		}
		b = append(b, s.query[p.from:p.to]...)
	}
	return b
}

// appendComponent appends a name or a value of a query in its canonical encoding. A percent sign that begins no code stands
// for itself.
func appendComponent(b []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			c = unhex(text[i+1])<<4 | unhex(text[i+2])
			i += 2
		}
		b = escape(b, c)
	}
	return b
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&^0x20 - 'A' + 10
}

// unsigned are headers that proxies or net/http change, and the one that the signature goes into.
func unsigned(name string) bool {
	switch name {
	case "Authorization", "User-Agent", "X-Amzn-Trace-Id", "Expect", "Transfer-Encoding":
		return true
	}
	return strings.EqualFold(name, contentLength) || strings.EqualFold(name, host)
}

// collect finds the headers that are signed, in the order of their names in lower case.
func (s *scratch) collect(r *http.Request) {
	s.names = append(s.names[:0], host)
	if r.ContentLength > 0 {
		s.names = append(s.names, contentLength)
	}
	for name := range r.Header {
		if !unsigned(name) {
			s.names = append(s.names, name)
		}
	}
	slices.SortFunc(s.names, compareFold)
}

// compareFold compares ASCII texts as if they were in lower case and, where they are the same so, as they are.
func compareFold(x, y string) int {
	for i := range min(len(x), len(y)) {
		if c := int(lower(x[i])) - int(lower(y[i])); c != 0 {
			return c
		}
	}
	if c := len(x) - len(y); c != 0 {
		return c
	}
	return strings.Compare(x, y)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// appendHeaders appends a line for each header. Names that differ only in case are one header, as they are for a server.
func (s *scratch) appendHeaders(b []byte, r *http.Request) []byte {
	for i, name := range s.names {
		if i > 0 && strings.EqualFold(name, s.names[i-1]) {
			b[len(b)-1] = ','
		} else {
			b = append(appendLower(b, name), ':')
		}
		switch name {
		case host:
			b = appendValue(b, hostOf(r))
		case contentLength:
			b = strconv.AppendInt(b, r.ContentLength, 10)
		default:
			for j, value := range r.Header[name] {
				if j > 0 {
					b = append(b, ',')
				}
				b = appendValue(b, value)
			}
		}
		b = append(b, '\n')
	}
	return b
}

// appendNames appends the names of the headers.
func (s *scratch) appendNames(b []byte) []byte {
	for i, name := range s.names {
		if i > 0 {
			if strings.EqualFold(name, s.names[i-1]) {
				continue
			}
			b = append(b, ';')
		}
		b = appendLower(b, name)
	}
	return b
}

func appendLower(b []byte, text string) []byte {
	for i := range len(text) {
		b = append(b, lower(text[i]))
	}
	return b
}

// appendValue appends a header's value without white space around it, and with one space for several.
func appendValue(b []byte, value string) []byte {
	value = strings.TrimSpace(value)
	for i := range len(value) {
		if value[i] != ' ' || value[i-1] != ' ' {
			b = append(b, value[i])
		}
	}
	return b
}

// hostOf returns what the request has in the header Host, and takes a standard port out of it.
func hostOf(r *http.Request) string {
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	switch r.URL.Scheme {
	case "https":
		r.Host = strings.TrimSuffix(r.Host, ":443")
	case "http":
		r.Host = strings.TrimSuffix(r.Host, ":80")
	}
	return r.Host
}
