// Who calls: what a configuration lacks to prove it, where the proof may go, and what is done when a service refuses it.

package rt

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The schemes of Smithy itself, by the ids of their traits.
const (
	BearerAuth = "smithy.api#httpBearerAuth"
	BasicAuth  = "smithy.api#httpBasicAuth"
	DigestAuth = "smithy.api#httpDigestAuth"
	APIKeyAuth = "smithy.api#httpApiKeyAuth"
)

// Refusable is an [AuthScheme] that can learn from a reply by which a service refuses a request.
type Refusable interface {
	AuthScheme

	// Refused is told of such a reply, and reports whether the same request, signed anew, may be accepted. If so it is sent
	// again, once a call and whatever the retryer says, as long as its body can be sent again.
	Refused(ctx context.Context, r *Refusal) bool
}

// Refusal is a reply that stands for an error.
type Refusal struct {
	Request *http.Request // as it was sent
	Status  int
	Header  http.Header
	Code    string // of the error, such as "ExpiredTokenException"; empty where the reply names none
}

// signAnew asks the call's scheme, once, whether another signature may help against an error that the service answered with.
func (k *call) signAnew(ctx context.Context, err error) bool {
	scheme, ok := k.auth.(Refusable)
	if !ok || k.renewed || !k.answered || ctx.Err() != nil {
		return false
	}
	r := Refusal{Request: k.signing.Request, Status: k.reply.Status, Header: k.reply.Header}
	var unreadable *ReplyError
	if m, ok := MetadataOf(err); ok {
		r.Code = m.Code
	} else if !errors.As(err, &unreadable) {
		return false
	}
	k.renewed = scheme.Refused(ctx, &r)
	return k.renewed && k.repeatable()
}

// anonymous is a scheme that proves nothing.
type anonymous string

// Anonymous returns a scheme that takes the place of the one with that id and lets requests go out without proof.
func Anonymous(id string) AuthScheme { return anonymous(id) }

func (a anonymous) SchemeID() string                   { return string(a) }
func (anonymous) Sign(context.Context, *Signing) error { return nil }

// broken is a scheme that cannot be used.
type broken struct {
	anonymous
	err error
}

// Broken returns a scheme for which [NewClient] returns err.
func Broken(id string, err error) AuthScheme { return broken{anonymous(id), err} }

// configured returns what a client can prove who calls with. An error says what the configuration lacks or has wrong.
func (s *Spec) configured() ([]AuthScheme, error) {
	all := slices.Concat(s.Options.AuthSchemes, s.Auth)
	all = slices.DeleteFunc(all, func(a AuthScheme) bool { return a == nil })
	for _, a := range all {
		if b, ok := a.(broken); ok {
			return nil, b.err
		}
	}
	if len(all) == 0 && s.Service.NeedsAuth {
		return nil, errors.New("the configuration has " + lacking(s.Service.Auth))
	}
	return all, nil
}

// lacking says which fields of a configuration none of these schemes has, and what to set.
func lacking(schemes []string) string {
	var fields []string
	how := ""
	for _, id := range schemes {
		field, example := fieldOf(id)
		if field != "" && !slices.Contains(fields, field) {
			fields, how = append(fields, field), example
		}
	}
	if len(fields) == 1 {
		return "no " + fields[0] + ": " + how
	}
	return "none of " + strings.Join(fields, ", ") + ": set one of them"
}

// fieldOf returns the field of generated configurations that a scheme needs, and how to set it.
func fieldOf(id string) (field, how string) {
	switch id {
	case NoAuth:
		return "", ""
	case SigV4, SigV4A:
		return "Credentials", "set them, such as those of aws-sdk-go-v2's config.LoadDefaultConfig"
	case BearerAuth:
		return "Token", "set it, such as an httpauth.Token"
	case BasicAuth, DigestAuth:
		return "Login", "set it, such as an httpauth.Login"
	case APIKeyAuth:
		return "APIKey", "set it, such as an httpauth.Key"
	}
	return "AuthSchemes with " + id, "set them, since only you know how requests are signed by it"
}

// rank is the place of a scheme in the caller's order of preference, in which it stands as a whole or without its namespace.
func (o *Options) rank(id string) int {
	_, name, _ := strings.Cut(id, "#")
	i := slices.IndexFunc(o.AuthPreference, func(p string) bool { return p == id || p == name })
	if i < 0 {
		return len(o.AuthPreference)
	}
	return i
}

// errPlainHTTP is why no proof of who calls went out.
var errPlainHTTP = errors.New("what proves who calls would go over plain HTTP to another machine, where anybody on the way can " +
	"read or repeat it: use https, or set AllowPlainHTTP if the way is safe")

// mayProve says why what proves who calls may not go where a request goes.
func (k *call) mayProve(req *http.Request) error {
	if k.options.AllowPlainHTTP || private(req.URL) {
		return nil
	}
	return errPlainHTTP
}

// private reports whether nobody can listen to what goes to an address.
func private(u *url.URL) bool {
	if u.Scheme != "http" {
		return true
	}
	name := u.Hostname()
	if ip := net.ParseIP(name); ip != nil {
		return ip.IsLoopback()
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}
