// Bodies on their way: uploads that wait for the service's word, and downloads that are read by the caller.

package rt

import (
	"errors"
	"io"
	"net/http"
	"strconv"
)

// defaultExpect is the length from which uploads wait for the service's word, which SDKs of AWS have too.
const defaultExpect = 2 << 20

// describeTransfer sets the headers of a signed request that no signature covers, since they are about the connection and
// proxies may change them: whether the service is asked before the body goes out, and that a body which the caller reads comes
// as it is, since net/http would decompress it on its own account, and with it what an object's owner compressed.
func (k *call) describeTransfer(req *http.Request) {
	h := req.Header
	if k.op.Stream != nil && !k.unasked && k.waits(req.ContentLength) && len(h["Expect"]) == 0 {
		h["Expect"] = []string{"100-continue"}
	}
	if len(h["Accept-Encoding"]) == 0 && streams(k.out) {
		h["Accept-Encoding"] = []string{"identity"}
	}
}

// sendUnasked reports whether an upload failed only because nobody on the way knows how to be asked for it, and lets the next
// attempt send it at once: RFC 9110, section 10.1.1.
func (k *call) sendUnasked() bool {
	if !k.answered || k.reply.Status != http.StatusExpectationFailed || k.op.Stream == nil || k.unasked {
		return false
	}
	k.unasked = true
	return k.repeatable()
}

// waits reports whether an upload of that length, -1 if unknown, is asked for before it goes out.
func (k *call) waits(length int64) bool {
	least := k.options.ExpectContinueBytes
	return least >= 0 && (length < 0 || length >= least)
}

// download is the body of a reply that the caller reads. It ends with an error where the body ends too early.
type download struct {
	io.ReadCloser
	n      int64 // what was read
	length int64 // -1 if unknown
}

// Read reads the body.
func (d *download) Read(p []byte) (int, error) {
	n, err := d.ReadCloser.Read(p)
	d.n += int64(n)
	if err == io.EOF { //nolint:errorlint // a reader returns it as it is
		if d.n < d.length { // an HTTP client of the caller's own may not look
			err = io.ErrUnexpectedEOF
		} else {
			return n, io.EOF
		}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = d.cut(err)
	}
	return n, err
}

// cut is the error of a body that ends too early.
func (d *download) cut(err error) error {
	of := ""
	if d.length >= 0 {
		of = " of " + strconv.FormatInt(d.length, 10)
	}
	return &cutError{"the reply was cut short after " + strconv.FormatInt(d.n, 10) + of + " bytes", err}
}

// cutError is an [io.ErrUnexpectedEOF] that says how much came.
type cutError struct {
	text string
	err  error
}

func (e *cutError) Error() string { return e.text + ": " + e.err.Error() }
func (e *cutError) Unwrap() error { return e.err }

// downloaded gives a reply's body to the caller.
func downloaded(resp *http.Response) io.ReadCloser {
	length := resp.ContentLength
	if resp.Uncompressed || resp.Request != nil && resp.Request.Method == http.MethodHead {
		length = -1
	}
	return &download{ReadCloser: resp.Body, length: length}
}
