package sessions

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/schema"
	"github.com/smithwright/smithwright/rt/sigv4"
)

// object is an input that names its resource.
type object struct{ Box string }

func (*object) SmithySchema() *schema.Struct { return &schemaObject }

var schemaObject = schema.Struct{Name: "Object", Members: []schema.Member{
	{Name: "Box", Offset: unsafe.Offsetof(object{}.Box), Type: schema.Type{Kind: schema.String}},
}}

const header = "X-Amz-Box-Session"

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// keys gives the credentials of whoever calls now.
type keys struct {
	id  string
	err error
}

func (k *keys) Retrieve(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: k.id, SecretAccessKey: "base", SessionToken: "base-token", CanExpire: true}, k.err // never kept
}

// boxes opens sessions, each of them good for five minutes from now on.
type boxes struct {
	opened []string
	now    time.Time
	err    error
	change func(*Session)
}

func (b *boxes) open(_ context.Context, name string) (*Session, error) {
	b.opened = append(b.opened, name)
	if b.err != nil {
		return nil, b.err
	}
	number := strings.Repeat("I", len(b.opened))
	s := &Session{AccessKeyID: "KEY" + number, SecretAccessKey: "secret", Token: "token" + number, Expires: b.now.Add(5 * time.Minute)}
	if b.change != nil {
		b.change(s)
	}
	return s, nil
}

// scheme returns what is tested, with the service and the caller that it has to do with.
func scheme(t *testing.T) (*Scheme, *boxes, *keys) {
	t.Helper()
	caller, service := &keys{id: "AKID"}, &boxes{now: start}
	base, err := sigv4.New("s3", "us-west-2", caller, sigv4.OpenPresign)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := New(base, Resource{Member: "Box", Header: header, Open: service.open}).(*Scheme)
	if !ok {
		t.Fatal("there is no scheme")
	}
	return s, service, caller
}

// signing is a request for what is in a box.
func signing(t *testing.T, box string, at time.Time) *rt.Signing {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.com/a", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return &rt.Signing{Request: req, PayloadHash: "UNSIGNED-PAYLOAD", At: at, Input: &object{box}}
}

// signed returns the token of a request that was signed, whose key belongs to it.
func signed(t *testing.T, s *Scheme, box string, at time.Time) (string, error) {
	t.Helper()
	r := signing(t, box, at)
	err := s.Sign(t.Context(), r)
	h := r.Request.Header
	token, proof := h.Get(header), h.Get("Authorization")
	if err != nil {
		if token != "" || proof != "" {
			t.Errorf("%v, and %v", err, h)
		}
		return "", err
	}
	if key := "Credential=" + strings.Replace(token, "token", "KEY", 1) + "/"; !strings.Contains(proof, key) || !strings.Contains(proof, strings.ToLower(header)) {
		t.Errorf("%s is not signed with %s", proof, key)
	}
	if h.Get("X-Amz-Security-Token") != "" {
		t.Error("the token that the session was opened with goes along")
	}
	return token, nil
}

// TestSharing: one session serves all calls of one key on one resource, and no others.
func TestSharing(t *testing.T) {
	t.Parallel()
	s, service, caller := scheme(t)
	for i, step := range []struct{ id, box, want string }{
		{"AB", "C", "tokenI"}, {"AB", "C", "tokenI"}, {"AB", "D", "tokenII"}, {"A", "BC", "tokenIII"}, {"A", "C", "tokenIIII"}, {"AB", "C", "tokenI"}, {"AB", "D", "tokenII"},
	} {
		caller.id = step.id
		if got, err := signed(t, s, step.box, start); got != step.want || err != nil {
			t.Errorf("step %d: %s, not %s: %v", i, got, step.want, err)
		}
	}
	if opened := strings.Join(service.opened, " "); opened != "C D BC C" {
		t.Errorf("sessions were opened for %s", opened)
	}
}

// TestRenewal: a session is renewed in its last minute, stands in while that fails, and never signs at its very end.
func TestRenewal(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	for name, steps := range map[string][]struct {
		at   time.Duration
		err  error // of opening
		want string
	}{
		"in time":   {{0, nil, "tokenI"}, {4*time.Minute - 1, down, "tokenI"}, {4 * time.Minute, nil, "tokenII"}, {8*time.Minute - 1, down, "tokenII"}, {8 * time.Minute, nil, "tokenIII"}},
		"stands in": {{0, nil, "tokenI"}, {4 * time.Minute, down, "tokenI"}, {5*time.Minute - 5*time.Second - 1, down, "tokenI"}, {5*time.Minute - 5*time.Second, down, ""}},
		"too late":  {{0, nil, "tokenI"}, {5*time.Minute - 5*time.Second, down, ""}, {6 * time.Minute, nil, "tokenIII"}},
	} {
		s, service, _ := scheme(t)
		for _, step := range steps {
			service.now, service.err = start.Add(step.at), step.err
			got, err := signed(t, s, "b", service.now)
			if got != step.want || step.want == "" && (!errors.Is(err, down) || !strings.Contains(err.Error(), "opening a session for b: ")) {
				t.Errorf("%s, after %v: %q, not %q: %v", name, step.at, got, step.want, err)
			}
		}
	}
}

// TestNoSession: nothing is signed with less than all of a session, and nothing of it is kept.
func TestNoSession(t *testing.T) {
	t.Parallel()
	s, service, caller := scheme(t)
	for _, change := range []func(*Session){
		func(s *Session) { s.AccessKeyID = "" }, func(s *Session) { s.SecretAccessKey = "" }, func(s *Session) { s.Token = "" },
	} {
		service.change = change
		if _, err := signed(t, s, "b", start); err == nil || !strings.Contains(err.Error(), "the service answered without credentials") {
			t.Error(err)
		}
	}
	service.change = nil
	if _, err := signed(t, s, "", start); err == nil || !strings.Contains(err.Error(), "the request names no Box") || len(service.opened) != 3 {
		t.Errorf("%v, and %d were opened", err, len(service.opened))
	}
	caller.err = errors.New("no keys")
	if _, err := signed(t, s, "b", start); !errors.Is(err, caller.err) || len(service.opened) != 3 {
		t.Errorf("%v, and %d were opened", err, len(service.opened))
	}
	if other := New(rt.Anonymous(rt.SigV4), s.Resource); other != nil {
		t.Errorf("without a signer there is %T", other)
	}
}

// TestRefused: a session that the service says has expired is forgotten, and no other.
func TestRefused(t *testing.T) {
	t.Parallel()
	s, _, _ := scheme(t)
	tokens := func(want ...string) {
		t.Helper()
		for i, box := range []string{"a", "b"} {
			if got, err := signed(t, s, box, start); got != want[i] || err != nil {
				t.Errorf("%s: %s, not %s: %v", box, got, want[i], err)
			}
		}
	}
	tokens("tokenI", "tokenII")
	refused := func(code, token string) bool {
		r := signing(t, "b", start).Request
		if token != "" {
			r.Header.Set(header, token)
		}
		return s.Refused(t.Context(), &rt.Refusal{Request: r, Status: http.StatusForbidden, Code: code})
	}
	if refused("AccessDenied", "tokenII") || refused("ExpiredToken", "") {
		t.Error("another session would be no help")
	}
	tokens("tokenI", "tokenII")
	if !refused("ExpiredToken", "tokenII") {
		t.Error("another session would help")
	}
	tokens("tokenI", "tokenIII")
	if !refused("ExpiredToken", "tokenII") { // of a call that began before
		t.Error("the other session would help")
	}
	tokens("tokenI", "tokenIII")
}

// TestOtherForms: bodies in pieces and presigned requests have the session's token too.
func TestOtherForms(t *testing.T) {
	t.Parallel()
	s, service, _ := scheme(t)
	r := signing(t, "b", start)
	pieces, err := s.SignPieces(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	if h := r.Request.Header; h.Get(header) != "tokenI" || !strings.Contains(h.Get("Authorization"), "=KEYI/") || len(pieces(sha256.Sum256(nil), false)) != 64 {
		t.Errorf("%v", h)
	}
	r = signing(t, "b", start)
	h, err := s.Presign(t.Context(), r, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if q := r.Request.URL.Query(); q.Get(header) != "tokenI" || !strings.HasPrefix(q.Get("X-Amz-Credential"), "KEYI/") || q.Has("X-Amz-Security-Token") || len(h) != 0 {
		t.Errorf("%v, %v", q, h)
	}
	if !s.PresignsOpen() || s.SchemeID() != rt.Express || len(service.opened) != 1 {
		t.Errorf("%t, %s, %d", s.PresignsOpen(), s.SchemeID(), len(service.opened))
	}
	service.err = errors.New("down")
	for _, err := range []error{
		func() error { _, err := s.SignPieces(t.Context(), signing(t, "c", start)); return err }(),
		func() error { _, err := s.Presign(t.Context(), signing(t, "c", start), time.Minute); return err }(),
	} {
		if !errors.Is(err, service.err) {
			t.Error(err)
		}
	}
}
