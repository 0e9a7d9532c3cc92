// Package httpauth proves who calls a service by the schemes of HTTP itself that Smithy has traits for: basic, digest and
// bearer authentication and API keys. Programs link of it what their generated clients name.
//
// Each scheme asks a provider for its secret once an attempt, so that a secret may change while a client lives. The types of
// fixed secrets, [Login], [Token] and [Key], print as their names only, so that none ends in a log with the configuration
// that holds it.
package httpauth

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/smithy-go/auth/bearer"

	"github.com/smithwright/smithwright/rt"
)

// A Login is a name and a password. It is also a [LoginProvider] that always gives itself.
type Login struct {
	Username string
	Password string
}

// LoginProvider gives the login to call with. Implementations are safe for concurrent use.
type LoginProvider interface {
	RetrieveLogin(context.Context) (Login, error)
}

// LoginFunc makes a [LoginProvider] of a function.
type LoginFunc func(context.Context) (Login, error)

// RetrieveLogin returns l.
func (l Login) RetrieveLogin(context.Context) (Login, error) { return l, nil }

// RetrieveLogin calls f.
func (f LoginFunc) RetrieveLogin(ctx context.Context) (Login, error) { return f(ctx) }

// String returns no part of the login.
func (Login) String() string { return "httpauth.Login(***)" }

// GoString returns no part of the login.
func (l Login) GoString() string { return l.String() }

// TokenProvider gives a bearer token. It is the one of smithy-go, so that the providers of aws-sdk-go-v2 fit.
// Implementations are safe for concurrent use; [bearer.NewTokenCache] keeps the tokens of one that is slow.
type TokenProvider = bearer.TokenProvider

// A Token is a bearer token that does not change.
type Token string

// TokenFunc makes a [TokenProvider] of a function.
type TokenFunc func(context.Context) (string, error)

// RetrieveBearerToken returns t.
func (t Token) RetrieveBearerToken(context.Context) (bearer.Token, error) {
	return bearer.Token{Value: string(t)}, nil
}

// RetrieveBearerToken calls f.
func (f TokenFunc) RetrieveBearerToken(ctx context.Context) (bearer.Token, error) {
	text, err := f(ctx)
	return bearer.Token{Value: text}, err
}

// String returns no part of the token.
func (Token) String() string { return "httpauth.Token(***)" }

// GoString returns no part of the token.
func (t Token) GoString() string { return t.String() }

// KeyProvider gives an API key. Implementations are safe for concurrent use.
type KeyProvider interface {
	RetrieveAPIKey(context.Context) (string, error)
}

// A Key is an API key that does not change.
type Key string

// KeyFunc makes a [KeyProvider] of a function.
type KeyFunc func(context.Context) (string, error)

// RetrieveAPIKey returns k.
func (k Key) RetrieveAPIKey(context.Context) (string, error) { return string(k), nil }

// RetrieveAPIKey calls f.
func (f KeyFunc) RetrieveAPIKey(ctx context.Context) (string, error) { return f(ctx) }

// String returns no part of the key.
func (Key) String() string { return "httpauth.Key(***)" }

// GoString returns no part of the key.
func (k Key) GoString() string { return k.String() }

// Basic is the scheme of the trait httpBasicAuth, as RFC 7617 has it; nil if from is nil. Names and passwords go out in
// UTF-8. A name with a colon cannot be sent, nor can control characters.
func Basic(from LoginProvider) rt.AuthScheme {
	if from == nil {
		return nil
	}
	return basic{from}
}

type basic struct{ from LoginProvider }

// String keeps what from holds out of what prints a configuration: package fmt looks into fields that are not exported.
func (basic) String() string { return "httpauth.Basic(***)" }

// GoString is String.
func (b basic) GoString() string { return b.String() }

func (basic) SchemeID() string { return rt.BasicAuth }

func (b basic) Sign(ctx context.Context, s *rt.Signing) error {
	login, err := retrieve(ctx, b.from)
	if err != nil {
		return err
	}
	if strings.Contains(login.Username, ":") {
		return errors.New("the name of the login has a colon, which basic authentication cannot send")
	}
	text := base64.StdEncoding.EncodeToString([]byte(login.Username + ":" + login.Password))
	s.Request.Header["Authorization"] = []string{"Basic " + text}
	return nil
}

// retrieve asks for a login that can be sent.
func retrieve(ctx context.Context, from LoginProvider) (Login, error) {
	login, err := from.RetrieveLogin(ctx)
	switch {
	case err != nil:
		return login, fmt.Errorf("getting the login: %w", err)
	case login == Login{}:
		return login, errors.New("the login is empty")
	case control(login.Username) || control(login.Password):
		return login, errors.New("the login has control characters, which cannot be sent")
	}
	return login, nil
}

// Bearer is the scheme of the trait httpBearerAuth, as RFC 6750 has it: the token goes into the header Authorization. It is
// nil if from is nil.
func Bearer(from TokenProvider) rt.AuthScheme {
	if from == nil {
		return nil
	}
	return bearerScheme{from}
}

type bearerScheme struct{ from TokenProvider }

// String keeps what from holds out of what prints a configuration.
func (bearerScheme) String() string { return "httpauth.Bearer(***)" }

// GoString is String.
func (b bearerScheme) GoString() string { return b.String() }

func (bearerScheme) SchemeID() string { return rt.BearerAuth }

func (b bearerScheme) Sign(ctx context.Context, s *rt.Signing) error {
	token, err := b.from.RetrieveBearerToken(ctx)
	if err == nil {
		err = sendable(token.Value)
	}
	if err != nil {
		return fmt.Errorf("getting the token: %w", err)
	}
	s.Request.Header["Authorization"] = []string{"Bearer " + token.Value}
	return nil
}

// KeyIn says where an API key goes.
type KeyIn struct {
	Header string // the name of the header that has the key, as net/http writes it; empty for none
	Scheme string // the word before the key in the header, such as "ApiKey"; empty for none
	Query  string // without Header: the name of the query parameter that has the key
}

// APIKey is the scheme of the trait httpApiKeyAuth; nil if from is nil.
func APIKey(from KeyProvider, in KeyIn) rt.AuthScheme {
	if from == nil {
		return nil
	}
	return apiKey{from, in}
}

type apiKey struct {
	from KeyProvider
	in   KeyIn
}

// String keeps what from holds out of what prints a configuration.
func (apiKey) String() string { return "httpauth.APIKey(***)" }

// GoString is String.
func (a apiKey) GoString() string { return a.String() }

func (apiKey) SchemeID() string { return rt.APIKeyAuth }

func (a apiKey) Sign(ctx context.Context, s *rt.Signing) error {
	key, err := a.from.RetrieveAPIKey(ctx)
	if err == nil {
		err = sendable(key)
	}
	if err != nil {
		return fmt.Errorf("getting the API key: %w", err)
	}
	if a.in.Header == "" {
		u := s.Request.URL
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += url.QueryEscape(a.in.Query) + "=" + url.QueryEscape(key)
		return nil
	}
	if a.in.Scheme != "" {
		key = a.in.Scheme + " " + key
	}
	s.Request.Header[a.in.Header] = []string{key}
	return nil
}

// sendable says why a secret cannot be sent, without it.
func sendable(secret string) error {
	switch {
	case secret == "":
		return errors.New("it is empty")
	case control(secret):
		return errors.New("it has control characters, which cannot be sent")
	}
	return nil
}

// control reports whether a text has control characters, such as the line break that a file ends in.
func control(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] == 0x7f {
			return true
		}
	}
	return false
}
