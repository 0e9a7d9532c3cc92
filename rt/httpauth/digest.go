// Digest authentication: RFC 7616, with what is left of RFC 2069 and RFC 2617 in servers.

package httpauth

import (
	"context"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"strings"
	"sync"

	"github.com/smithwright/smithwright/rt"
)

// Digest is the scheme of the trait httpDigestAuth, as RFC 7616 has it; nil if from is nil. The first call goes out without
// proof, and again once the server has told what to compute it from; calls after it use that until the server tells anew. Of
// several challenges the one with the strongest hash counts: SHA-256, SHA-512-256 or MD5, each also in its form for a session.
// The quality of protection is auth, or none where the server names none.
func Digest(from LoginProvider) rt.AuthScheme {
	if from == nil {
		return nil
	}
	return &digest{from: from}
}

var _ rt.Refusable = (*digest)(nil)

type digest struct {
	from LoginProvider

	mu      sync.Mutex
	current *session // nil until a server has asked
}

// session is what a server asked for, and how often it was answered.
type session struct {
	host      string
	realm     string
	nonce     string
	opaque    string
	hasOpaque bool
	algorithm string // as the server spells it; empty if it names none
	hash      func() hash.Hash
	perSess   bool // the algorithm's form for a session
	auth      bool // the quality of protection is auth
	userhash  bool
	cnonce    string
	count     uint32
}

// String keeps what from holds out of what prints a configuration.
func (*digest) String() string { return "httpauth.Digest(***)" }

// GoString is String.
func (d *digest) GoString() string { return d.String() }

func (*digest) SchemeID() string { return rt.DigestAuth }

// Sign proves the caller if the request's host has asked for it before.
func (d *digest) Sign(ctx context.Context, s *rt.Signing) error {
	login, err := retrieve(ctx, d.from)
	if err != nil {
		return err
	}
	if now, ok := d.next(s.Request.URL.Host); ok {
		s.Request.Header["Authorization"] = []string{now.answer(&login, s.Request.Method, s.Request.URL.RequestURI())}
	}
	return nil
}

// next returns the session with the number of the next answer.
func (d *digest) next(host string) (session, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.current == nil || d.current.host != host {
		return session{}, false
	}
	d.current.count++
	return *d.current, true
}

// Refused learns from a server's challenge, and reports whether there is one that can be answered.
func (d *digest) Refused(_ context.Context, r *rt.Refusal) bool {
	if r.Status != http.StatusUnauthorized {
		return false
	}
	var best *session
	for _, c := range challenges(r.Header.Values("Www-Authenticate")) {
		if s := accept(&c); s != nil && (best == nil || s.hash().Size() > best.hash().Size()) {
			best = s
		}
	}
	if best == nil {
		return false
	}
	var random [16]byte
	_, _ = rand.Read(random[:]) // it never fails
	best.cnonce, best.host = hex.EncodeToString(random[:]), r.Request.URL.Host
	d.mu.Lock()
	defer d.mu.Unlock()
	d.current = best
	return true
}

// accept returns the session that a challenge begins; nil for one that cannot be answered.
func accept(c *challenge) *session {
	s := &session{realm: c.get("realm"), nonce: c.get("nonce"), algorithm: c.get("algorithm"), userhash: c.is("userhash")}
	if c.scheme != "digest" || s.nonce == "" || control(s.realm) || control(s.nonce) || control(c.get("opaque")) {
		return nil
	}
	s.opaque, s.hasOpaque = c.get("opaque"), c.has("opaque")
	name, form, _ := strings.Cut(strings.ToUpper(s.algorithm), "-SESS")
	switch name {
	case "", "MD5":
		s.hash = md5.New
	case "SHA-256":
		s.hash = sha256.New
	case "SHA-512-256":
		s.hash = sha512.New512_256
	}
	if s.hash == nil || form != "" {
		return nil
	}
	s.perSess = len(name) < len(s.algorithm)
	if !c.has("qop") {
		return s
	}
	for one := range strings.SplitSeq(c.get("qop"), ",") {
		if strings.EqualFold(strings.Trim(one, " \t"), "auth") {
			s.auth = true
			return s
		}
	}
	return nil
}

// answer is the value of the header Authorization.
func (s *session) answer(login *Login, method, uri string) string {
	count := fmt.Sprintf("%08x", s.count)
	secret := s.sum(login.Username + ":" + s.realm + ":" + login.Password)
	if s.perSess {
		secret = s.sum(secret + ":" + s.nonce + ":" + s.cnonce)
	}
	proof := secret + ":" + s.nonce + ":"
	if s.auth {
		proof += count + ":" + s.cnonce + ":auth:"
	}
	proof = s.sum(proof + s.sum(method+":"+uri))

	var b strings.Builder
	b.WriteString("Digest ")
	b.WriteString(s.user(login.Username))
	for _, p := range []param{{"realm", s.realm}, {"nonce", s.nonce}, {"uri", uri}, {"response", proof}} {
		b.WriteString(", " + p.name + "=" + quote(p.value))
	}
	if s.algorithm != "" {
		b.WriteString(", algorithm=" + s.algorithm)
	}
	if s.hasOpaque {
		b.WriteString(", opaque=" + quote(s.opaque))
	}
	if s.auth {
		b.WriteString(", qop=auth, nc=" + count)
	}
	if s.auth || s.perSess {
		b.WriteString(", cnonce=" + quote(s.cnonce))
	}
	if s.userhash {
		b.WriteString(", userhash=true")
	}
	return b.String()
}

// user is the parameter that says who calls: the hash of the name if the server wants that, and the extended notation of
// RFC 8187 for a name that is more than ASCII.
func (s *session) user(name string) string {
	if s.userhash {
		return "username=" + quote(s.sum(name+":"+s.realm))
	}
	for i := range len(name) {
		if name[i] >= 0x80 {
			return "username*=UTF-8''" + extended(name)
		}
	}
	return "username=" + quote(name)
}

func (s *session) sum(text string) string {
	h := s.hash()
	_, _ = h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil))
}

// quote makes a quoted string.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// extended is a text with everything percent-encoded that RFC 8187 does not let stand.
func extended(text string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if tokenByte(c) && !strings.ContainsRune("%'*", rune(c)) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
