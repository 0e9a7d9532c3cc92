// Bodies that go out in pieces.

package rttest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// inPieces reports whether the body of a request is in pieces (aws-chunked), whose signatures differ from run to run.
func inPieces(req *http.Request) bool {
	return req.Header.Get("X-Amz-Decoded-Content-Length") != ""
}

// unframed takes a body in pieces and writes what is in them.
type unframed struct {
	to    io.Writer
	line  []byte // what there is of the line that is read
	left  int64  // of the piece
	ended bool   // the rest is trailers
}

// maxLine bounds a line between pieces.
const maxLine = 1 << 10

// Write takes more of the body.
func (u *unframed) Write(p []byte) (int, error) {
	all := len(p)
	for len(p) > 0 && !u.ended {
		if u.left > 0 {
			n := min(u.left, int64(len(p)))
			_, _ = u.to.Write(p[:n])
			p, u.left = p[n:], u.left-n
			continue
		}
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			end = len(p) - 1
		}
		u.line = append(u.line, p[:end+1]...)
		p = p[end+1:]
		if len(u.line) > maxLine {
			return 0, fmt.Errorf("rttest: a piece of the body begins with %.40q", u.line)
		}
		if err := u.head(); err != nil {
			return 0, err
		}
	}
	return all, nil
}

// head reads the line before a piece, if it is there, such as "1f4;chunk-signature=…". Behind each piece is an empty one.
func (u *unframed) head() error {
	line, whole := bytes.CutSuffix(u.line, []byte("\r\n"))
	if !whole {
		return nil
	}
	if len(line) > 0 {
		size, _, _ := bytes.Cut(line, []byte(";"))
		n, err := strconv.ParseInt(string(size), 16, 64)
		if err != nil || n < 0 {
			return fmt.Errorf("rttest: a piece of the body begins with %.40q", line)
		}
		u.left, u.ended = n, n == 0
	}
	u.line = u.line[:0]
	return nil
}
