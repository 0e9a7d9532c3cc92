// Package sessions signs with credentials that a service gives out for one of its resources: an operation opens a session for
// it, and each call on the resource is signed with what that returns until it expires. Only clients of services whose
// endpoints ask for it link this package.
package sessions

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/internal/awsv4"
	"github.com/smithwright/smithwright/rt/internal/keep"
	"github.com/smithwright/smithwright/rt/internal/mem"
	"github.com/smithwright/smithwright/rt/sigv4"
)

const (
	// early is how long before its end a session is renewed, while its credentials still stand in.
	early = time.Minute

	// margin is how long before its end nothing is signed with it any more: the clocks may differ, and a request takes its time.
	margin = 5 * time.Second
)

// Session is the credentials of a resource, as an operation returns them.
type Session struct {
	AccessKeyID, SecretAccessKey, Token string
	Expires                             time.Time
}

// Resource says what sessions are opened for, and how.
type Resource struct {
	Member string // of inputs, that names it
	Header string // that the session's token stands in, as net/http writes it
	Open   func(ctx context.Context, name string) (*Session, error)
}

// Scheme is the way of signing with sessions: [rt.Express]. It keeps up to 1,000 of them, that of the resource that was used
// the longest time ago giving way. Nothing runs in the background: the first call in the last minute of a session opens the
// next one, while all others go on. It is safe for concurrent use.
type Scheme struct {
	Resource
	signer *sigv4.Signer
	cache  keep.Cache[*open]
}

// open is a session that calls are signed with.
type open struct {
	*sigv4.Signer
	token []string
}

var (
	_ rt.Presigner   = (*Scheme)(nil)
	_ rt.PieceSigner = (*Scheme)(nil)
	_ rt.Refusable   = (*Scheme)(nil)
)

// New returns the scheme of a client. base signs the calls that open sessions; unless it is a [*sigv4.Signer], calls are
// signed with that, or not at all, and New returns nil.
func New(base rt.AuthScheme, r Resource) rt.AuthScheme {
	signer, ok := base.(*sigv4.Signer)
	if !ok {
		return nil
	}
	return &Scheme{Resource: r, signer: signer}
}

// SchemeID is [rt.Express].
func (*Scheme) SchemeID() string { return rt.Express }

// Sign adds the headers of a signature with the credentials of the resource's session, which is opened if there is none; an
// error says why there can be none.
func (s *Scheme) Sign(ctx context.Context, r *rt.Signing) error {
	session, err := s.session(ctx, r)
	if err != nil {
		return err
	}
	return session.Sign(ctx, r)
}

// SignPieces is Sign for a body that goes out in pieces.
func (s *Scheme) SignPieces(ctx context.Context, r *rt.Signing) (rt.PieceSignature, error) {
	session, err := s.session(ctx, r)
	if err != nil {
		return nil, err
	}
	return session.SignPieces(ctx, r)
}

// Presign puts the signature and the token into the query. The request is good until the session ends, which is minutes
// from now, if that comes first.
func (s *Scheme) Presign(ctx context.Context, r *rt.Signing, expires time.Duration) (http.Header, error) {
	session, err := s.session(ctx, r)
	if err != nil {
		return nil, err
	}
	return session.Presign(ctx, r, expires)
}

// PresignsOpen is that of the client's signer.
func (s *Scheme) PresignsOpen() bool { return s.signer.PresignsOpen() }

// Refused forgets a session of which the service says that it has expired.
func (s *Scheme) Refused(_ context.Context, r *rt.Refusal) bool {
	token := r.Request.Header[s.Header]
	if len(token) == 0 || !awsv4.Expired(r.Code) {
		return false
	}
	s.cache.Drop(func(o *open) bool { return o.token[0] == token[0] })
	return true
}

// session returns the session of the request's resource, and sets the header of its token. There is one for each resource
// and each key that opens it.
func (s *Scheme) session(ctx context.Context, r *rt.Signing) (*open, error) {
	name := mem.Text(r.Input, s.Member)
	if name == "" {
		return nil, fmt.Errorf("the request names no %s to open a session for", s.Member)
	}
	id, err := s.signer.AccessKeyID(ctx)
	if err != nil {
		return nil, err
	}
	session, err := s.cache.Get(ctx, strconv.Itoa(len(id))+" "+id+name, r.At, func(ctx context.Context) (keep.Value[*open], error) {
		return s.open(ctx, name)
	})
	if err != nil {
		return nil, fmt.Errorf("opening a session for %s: %w", name, err)
	}
	r.Request.Header[s.Header] = session.token
	return session, nil
}

func (s *Scheme) open(ctx context.Context, name string) (keep.Value[*open], error) {
	session, err := s.Open(ctx, name)
	if err == nil && (session.AccessKeyID == "" || session.SecretAccessKey == "" || session.Token == "") {
		err = errors.New("the service answered without credentials")
	}
	if err != nil {
		return keep.Value[*open]{}, err
	}
	credentials := aws.Credentials{AccessKeyID: session.AccessKeyID, SecretAccessKey: session.SecretAccessKey}
	provider := aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return credentials, nil })
	return keep.Value[*open]{
		V:     &open{s.signer.With(provider), []string{session.Token}},
		Renew: session.Expires.Add(-early), Expires: session.Expires.Add(-margin),
	}, nil
}
