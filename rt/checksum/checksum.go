// Package checksum makes and verifies the checksums of bodies, for operations whose model says that they have some: those
// with the trait httpChecksum of https://smithy.io/2.0/aws/aws-core.html. Generated code names [Flexible] in the tables of just
// those operations, so that no other program links it.
package checksum

import (
	"fmt"
	"hash"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/schema"
)

// Flexible is what the trait httpChecksum says of an operation.
type Flexible struct {
	Request  Choice // of the algorithm of the request's checksum; the zero value where requests have none
	Required bool   // the service takes no request without one
	Response Choice // of ENABLED, for replies to have one; the zero value where they have none

	// Algorithms are those of the replies' checksums, in the words of the model. The first that a reply has and that this
	// package knows is verified.
	Algorithms []string
}

// Choice is the member of an operation's input by which a caller chooses. One field is set.
type Choice struct {
	Header string // the header that the member is bound to, as net/http writes it
	Member string // the member's name, if it is bound to none
}

var _ rt.Checksummer = (*Flexible)(nil)

// of returns what the caller chose; "" for nothing. It stands in the header already: the request is encoded.
func (c Choice) of(in schema.Shape, h http.Header) string {
	if values := h[c.Header]; c.Header != "" && len(values) > 0 {
		return values[0]
	}
	return mem.Text(in, c.Member)
}

// enabled is the value of a member by which replies are asked for their checksum.
const enabled = "ENABLED"

// Prepare says which checksum a request has. One that the caller brings along goes out as it is, and none is made beside it.
func (f *Flexible) Prepare(in schema.Shape, h http.Header, request, response rt.ChecksumPolicy) (rt.Digest, error) {
	if f.Response.Header != "" && response == rt.WhenSupported && f.Response.of(in, h) == "" {
		h[f.Response.Header] = []string{enabled}
	}
	if f.Request == (Choice{}) || given(h) {
		return nil, nil
	}
	algorithm := f.Request.of(in, h)
	if algorithm == "" {
		if !f.Required && request != rt.WhenSupported {
			return nil, nil
		}
		algorithm = byDefault
		if f.Request.Header != "" {
			h[f.Request.Header] = []string{algorithm}
		}
	}
	sum := newHash(algorithm)
	if sum == nil {
		return nil, fmt.Errorf("this client cannot make a checksum by the algorithm %q: choose %s, or give the checksum itself, "+
			"in the member that is sent as %s", algorithm, known, nameOf(algorithm))
	}
	return &digest{Hash: sum, algorithm: algorithm}, nil
}

// given reports whether the caller brings a checksum along: a header that holds one, and not what is said about them.
func given(h http.Header) bool {
	for name := range h {
		if len(name) <= len(prefix) || !strings.EqualFold(name[:len(prefix)], prefix) {
			continue
		}
		switch strings.ToLower(name[len(prefix):]) {
		case "mode", "type", "algorithm":
		default:
			return true
		}
	}
	return false
}

// Verify has a reply's body verified that came with a checksum of just this body. That is not so
//   - where no checksum was asked for, or none came by an algorithm of the operation that this package knows,
//   - for the checksum of an object that was uploaded in parts, which is one of the parts' checksums: it ends in a hyphen and
//     their number,
//   - for a part of an object that the request asked for by its Range, unless that is all of it,
//   - where the HTTP client decompressed the body.
func (f *Flexible) Verify(in schema.Shape, sent http.Header, resp *http.Response) string {
	if f.Response == (Choice{}) || resp.Uncompressed || resp.StatusCode/100 != 2 || bodiless(resp) || f.Response.of(in, sent) != enabled {
		return ""
	}
	if resp.StatusCode == http.StatusPartialContent && ranged(sent, resp.Request) && !whole(resp.Header.Get("Content-Range")) {
		return ""
	}
	for _, algorithm := range f.Algorithms {
		want := resp.Header.Get(nameOf(algorithm))
		if want == "" || composite(want) {
			continue
		}
		if sum := newHash(algorithm); sum != nil {
			resp.Body = &verified{ReadCloser: resp.Body, sum: sum, algorithm: algorithm, want: want}
			return algorithm
		}
	}
	return ""
}

// bodiless reports whether a reply has no body although its headers may speak of one.
func bodiless(resp *http.Response) bool {
	return resp.StatusCode == http.StatusNoContent || resp.Request != nil && resp.Request.Method == http.MethodHead
}

// composite reports whether a checksum is one of the checksums of parts.
func composite(sum string) bool {
	_, parts, found := strings.Cut(sum, "-")
	return found && parts != "" && strings.Trim(parts, "0123456789") == ""
}

// ranged reports whether a request asked for a range of what there is: by its headers, or by those of the attempt, which an
// option of the call may have set.
func ranged(sent http.Header, attempt *http.Request) bool {
	return len(sent["Range"]) > 0 || attempt != nil && len(attempt.Header["Range"]) > 0
}

// whole reports whether a Content-Range, such as "bytes 0-9/10", is that of all there is.
func whole(contentRange string) bool {
	bounds, size, _ := strings.Cut(strings.TrimPrefix(contentRange, "bytes "), "/")
	first, last, _ := strings.Cut(bounds, "-")
	end, err := strconv.ParseInt(last, 10, 64)
	all, err2 := strconv.ParseInt(size, 10, 64)
	return err == nil && err2 == nil && first == "0" && all-1 == end
}

// verified is a body that is compared with its checksum where it ends.
type verified struct {
	io.ReadCloser
	sum             hash.Hash
	algorithm, want string
	err             error // what the body ended with
}

// Read reads the body. Its end is a [*rt.ChecksumError] where it should be another body.
func (v *verified) Read(p []byte) (int, error) {
	if v.err != nil {
		return 0, v.err
	}
	n, err := v.ReadCloser.Read(p)
	v.sum.Write(p[:n])
	if err == io.EOF {
		if got := text(v.sum); got != v.want {
			err = &rt.ChecksumError{Algorithm: v.algorithm, Want: v.want, Got: got}
		}
	}
	v.err = err
	return n, err
}

// digest is the checksum of a request's body.
type digest struct {
	hash.Hash
	algorithm string
}

var _ rt.Trailer = (*digest)(nil)

// SetHeaders sets the header that holds the checksum.
func (d *digest) SetHeaders(h http.Header) {
	h[http.CanonicalHeaderKey(nameOf(d.algorithm))] = []string{text(d.Hash)}
}
