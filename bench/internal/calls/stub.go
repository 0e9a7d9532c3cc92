// The network that isn't there.

package calls

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// canned is a reply: the header that goes with its kind of body, and the body.
type canned struct {
	header http.Header
	body   []byte
}

// reply is a body of that type, with what else each service says. Its date is the time of this process's start: a peer that
// corrects its clock by it finds nothing to correct.
func reply(contentType string, body []byte) canned {
	return canned{http.Header{
		"Content-Type":     {contentType},
		"Date":             {time.Now().UTC().Format(http.TimeFormat)},
		"X-Amzn-Requestid": {"01234567-89ab-cdef-0123-456789abcdef"},
	}, body}
}

// stub answers every request with its reply, once it has read the request to its end as a connection would.
type stub struct{ reply canned }

// Do answers.
func (s stub) Do(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return nil, err
		}
		if err := req.Body.Close(); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        s.reply.header,
		ContentLength: int64(len(s.reply.body)),
		Body:          io.NopCloser(bytes.NewReader(s.reply.body)),
		Request:       req,
	}, nil
}

// RoundTrip answers, too.
func (s stub) RoundTrip(req *http.Request) (*http.Response, error) { return s.Do(req) }
