// Keeping what services answer, and answering out of what was kept.

package rttest

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/smithwright/smithwright/rt"
)

// Recorder is an HTTP client that keeps in a file what another one is asked and answers. It is safe for concurrent use.
type Recorder struct {
	tape   Tape
	next   rt.Doer
	own    *http.Client // next, if the caller gave none
	faults faults

	mu   sync.Mutex
	file *os.File // nil once it is closed
	path string
	open int // exchanges whose reply is being read
}

// Replayer is an HTTP client that answers out of a recorder's file. It is safe for concurrent use.
type Replayer struct {
	tape   Tape
	path   string
	faults faults

	mu   sync.Mutex
	left []*Exchange
	all  int
}

var (
	_ rt.Doer     = (*Recorder)(nil)
	_ rt.Attacher = (*Recorder)(nil)
	_ rt.Doer     = (*Replayer)(nil)
	_ rt.Attacher = (*Replayer)(nil)
)

// NewRecorder returns an HTTP client that hands requests on to next, or sends them itself if that is nil, and keeps each with
// its reply in the file at path, which it makes or replaces. Redirects are not followed. When t ends it calls Close, and t
// fails with its error; without a test t is nil. An exchange is kept when its reply was read to the end or closed. One without a
// reply is not.
func NewRecorder(t TB, path string, next rt.Doer, tape Tape) *Recorder {
	r := &Recorder{tape: tape, next: next, path: path}
	if next == nil {
		r.own = &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}}
		next = r.own
	}
	if c, ok := next.(*http.Client); ok {
		stays := *c
		stays.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		r.next = &stays
	}
	err := os.MkdirAll(filepath.Dir(path), 0o777)
	if err == nil {
		r.file, err = os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.tmp")
	}
	if err != nil {
		r.faults.add("the recording cannot be written: %v", err)
	}
	if t != nil {
		t.Helper()
		t.Cleanup(func() {
			if err := r.Close(); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
	return r
}

// Close ends the recording and puts the file in its place. Its error is everything that could not be kept.
func (r *Recorder) Close() error {
	r.mu.Lock()
	file, open := r.file, r.open
	r.file = nil
	r.mu.Unlock()
	if file == nil {
		return r.faults.all(nil)
	}
	if r.own != nil {
		r.own.CloseIdleConnections()
	}
	if open > 0 {
		r.faults.add("%d replies were neither read to the end nor closed, and are not kept", open)
	}
	err := file.Chmod(0o644)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), r.path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
		r.faults.add("the recording cannot be written: %v", err)
	}
	return r.faults.all(nil)
}

// Attach makes the client tell the recorder what its requests are, and which of their headers sign them. [rt.NewClient] calls it,
// and that of the HTTP client behind the recorder, if that has one.
func (r *Recorder) Attach(o *rt.Options, s *rt.Service, p rt.Protocol) {
	if next, ok := r.next.(rt.Attacher); ok {
		next.Attach(o, s, p)
	}
	tellCalls(o, s, p)
}

// Do sends a request and keeps it, and its reply as it is read.
func (r *Recorder) Do(req *http.Request) (*http.Response, error) {
	if streamsEvents(req) {
		r.faults.add("%s sends a stream of events, which a recording cannot keep", begin(req).name())
		return r.next.Do(req)
	}
	x := &recording{recorder: r, Exchange: begin(req), length: req.ContentLength}
	x.asked.note = spool{bound: r.tape.maxBody(), hash: sha256.New()}
	x.asked.over = req.Body == nil || req.Body == http.NoBody
	x.told.note.bound = r.tape.maxBody()
	if !x.asked.over {
		x.asked.body = req.Body
		if inPieces(req) {
			x.asked.to = &unframed{to: &x.asked.note}
		}
		clone := *req
		clone.Body, clone.GetBody = &x.asked, nil
		req = &clone
	}
	resp, err := r.next.Do(req)
	if err != nil || resp == nil {
		return resp, err
	}
	x.Reply.Status, x.Reply.Header = resp.StatusCode, (*call)(nil).kept(resp.Header)
	r.mu.Lock()
	r.open++
	r.mu.Unlock()
	if resp.Body == nil {
		resp.Body = http.NoBody
	}
	x.told.body = resp.Body
	resp.Body = x
	return resp, nil
}

// streamsEvents reports whether a request goes on while its reply comes.
func streamsEvents(req *http.Request) bool {
	c, ok := req.Context().Value(callKey{}).(*call)
	return ok && c.op.Events != nil
}

// tee is a body that is taken note of as it is read. Reading may go on while a reply is there already.
type tee struct {
	body io.ReadCloser

	mu   sync.Mutex
	note spool
	to   io.Writer // takes note; nil for note itself
	read int64     // how many bytes were
	over bool      // all of it was
	err  error     // why it could not be taken note of
}

// Read reads from the body.
func (t *tee) Read(p []byte) (int, error) {
	n, err := t.body.Read(p)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.read += int64(n)
	t.over = t.over || errors.Is(err, io.EOF)
	if t.to == nil {
		_, _ = t.note.Write(p[:n])
	} else if _, err := t.to.Write(p[:n]); t.err == nil {
		t.err = err
	}
	return n, err
}

// Close closes the body.
func (t *tee) Close() error { return t.body.Close() }

// end returns what was read, and whether that is all of a body of that length, which may be unknown.
func (t *tee) end(length int64) (Recorded, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.note.recorded(), t.err == nil && (t.over || t.read == length)
}

// recording is an exchange while its reply is read, of which it is the body.
type recording struct {
	*Exchange
	recorder *Recorder
	length   int64 // of the request's body as it is sent; -1 or 0 if unknown
	asked    tee
	told     tee
	done     sync.Once
}

// Read reads from the reply.
func (x *recording) Read(p []byte) (int, error) {
	n, err := x.told.Read(p)
	if err != nil {
		x.done.Do(x.keep)
	}
	return n, err
}

// Close closes the reply.
func (x *recording) Close() error {
	err := x.told.Close()
	x.done.Do(x.keep)
	return err
}

// keep writes the exchange into the file.
func (x *recording) keep() {
	r := x.recorder
	var all bool
	if x.Request.Recorded, all = x.asked.end(x.length); !all {
		r.faults.add("%s was answered before all of its body was sent, or it is not what its headers say: it is not kept", x.name())
	}
	x.Reply.Recorded, _ = x.told.end(0)
	if !x.Reply.whole() {
		r.faults.add("the reply to %s has %d bytes, more than Tape.MaxBody allows, and is not kept", x.name(), x.Reply.Length)
		all = false
	}
	if all && r.tape.Redact != nil {
		r.tape.Redact(x.Exchange)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
	if r.file == nil || !all {
		return
	}
	if err := x.append(r.file); err != nil {
		r.faults.add("the recording cannot be written: %v", err)
	}
}

// NewReplayer returns an HTTP client that answers out of the file at path. A request fits an exchange with the same method, path,
// query and body; hosts and headers are not looked at. When t ends, exchanges that nobody asked for fail it, as a request
// does that none fits, and a file that cannot be read. Without a test t is nil, and [Replayer.Err] tells.
func NewReplayer(t TB, path string, tape Tape) *Replayer {
	r := &Replayer{tape: tape, path: path}
	r.faults.watch(t, r.unused)
	file, err := os.Open(path)
	if err == nil {
		defer file.Close()
		r.left, err = readTape(file)
	}
	if err != nil {
		r.faults.add("%s: %v", path, err)
	}
	r.all = len(r.left)
	return r
}

// Err tells what a test would fail for; nil if there is nothing.
func (r *Replayer) Err() error { return r.faults.all(r.unused) }

// unused says which exchanges nobody asked for.
func (r *Replayer) unused() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	const most = 10
	var out []string
	for i, x := range r.left {
		if i == most {
			return append(out, fmt.Sprintf("and %d more", len(r.left)-most))
		}
		out = append(out, fmt.Sprintf("%s: %s was not asked for", r.path, x.name()))
	}
	return out
}

// Attach makes the client tell the replayer what its requests are, and which of their headers sign them. [rt.NewClient] calls it.
func (r *Replayer) Attach(o *rt.Options, s *rt.Service, p rt.Protocol) {
	quickly(o)
	tellCalls(o, s, p)
}

// Do answers a request.
func (r *Replayer) Do(req *http.Request) (*http.Response, error) {
	x := begin(req)
	if streamsEvents(req) {
		_ = req.Body.Close()
		r.faults.add("%s sends a stream of events, which a recording cannot keep", x.name())
		return nil, &misuse{errors.New("a recording has no streams of events")}
	}
	body := spool{bound: r.tape.maxBody(), hash: sha256.New()}
	if req.Body != nil {
		if err := errors.Join(readAll(&body, req), req.Body.Close()); err != nil {
			return nil, err
		}
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	x.Request.Recorded = body.recorded()
	if r.tape.Redact != nil {
		r.tape.Redact(x)
	}
	found, due := r.find(x)
	if found == nil {
		r.faults.add("%s has no answer to %s%s", r.path, x.name(), due)
		return nil, &misuse{errors.New("the recording has no answer to this request")}
	}
	data := found.Reply.Body()
	resp := response(&message{status: found.Reply.Status, header: found.Reply.Header.Clone(), body: data})
	resp.Request = req
	if req.Method == http.MethodHead {
		resp.Body = http.NoBody
		if n, err := strconv.ParseInt(resp.Header.Get("Content-Length"), 10, 64); err == nil {
			resp.ContentLength = n
		}
	}
	return resp, nil
}

// find takes the exchange that fits a request from those that are left; else it says what would have been due.
func (r *Replayer) find(x *Exchange) (found *Exchange, due string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.IndexFunc(r.left, x.fits)
	if i < 0 || r.tape.InOrder && i > 0 {
		return nil, r.near(x)
	}
	found = r.left[i]
	r.left = slices.Delete(r.left, i, i+1)
	return found, ""
}

// near says what of the recording is most like a request that it has no answer to.
func (r *Replayer) near(x *Exchange) string {
	switch {
	case len(r.left) == 0:
		return fmt.Sprintf(": its %d exchanges are used up", r.all)
	case r.tape.InOrder:
		return ": the next in order is " + r.left[0].name()
	}
	for _, other := range r.left {
		a, b := &x.Request, &other.Request
		if a.Method != b.Method || a.Path != b.Path {
			continue
		}
		if a.Query != b.Query {
			return fmt.Sprintf(": there the query is %q", b.Query)
		}
		if b.Text != "" && a.Text != "" {
			return fmt.Sprintf(": there the body is %.300s, and not %.300s", b.Text, a.Text)
		}
		return ": there the body is another"
	}
	return ": there is none of this method and path"
}
