// What a user can set, for a client and for a call.

package rt

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/smithwright/smithwright/rt/validate"
)

// Doer sends HTTP requests; *http.Client does.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Logger takes what the runtime has to say for debugging; *slog.Logger does. Costly arguments are values that render only
// when a handler writes them.
type Logger interface {
	DebugContext(ctx context.Context, msg string, args ...any)
}

// Options is what every client can be told. The zero value works.
type Options struct {
	// HTTPClient sends the requests. By default a client that keeps connections and follows no redirects; one of your own
	// should follow none either, since a signature is good for one address only.
	HTTPClient Doer

	// Retryer decides about another attempt. By default aws-sdk-go-v2's standard one: three attempts, with a growing
	// random delay and a budget for the client. To send once only, use [aws.NopRetryer].
	Retryer Retryer

	// SkipValidation names the classes of constraints that are not checked before a request is sent;
	// [validate.All] switches validation off.
	SkipValidation validate.Class

	// Interceptors see and may change each attempt, in order.
	Interceptors []Interceptor

	// Logger, if set, is told of each attempt. Sensitive members and credentials never reach it.
	Logger Logger

	// MaxReplyBytes bounds the bodies of replies that are read into memory, errors too: all but streams. A body that comes
	// compressed counts as it is when decompressed. 64 MiB if zero. The headers of a reply are bounded by the HTTP client;
	// the default one takes 256 KiB.
	MaxReplyBytes int64

	// MaxReplyMemory bounds the memory that what a reply or an event holds takes once it is decoded, in bytes. A few bytes on
	// the wire may stand for a large structure, so that MaxReplyBytes is no bound of that. What takes no more than this is
	// read; while it is read, lists that grow may take three times as much for a moment. 16 times MaxReplyBytes if zero, and
	// then at least 64 MiB.
	MaxReplyMemory int64

	// MaxEventBytes bounds the payload of an event that a service sends. 24 MiB, which is what the format allows, if zero.
	MaxEventBytes int

	// EventTimeout is how long a reader waits for the next event of a stream. As long as the call's context lasts if zero.
	EventTimeout time.Duration

	// MaxBufferedBytes bounds the request bodies that are kept in memory because they are streams that cannot seek and have
	// to be hashed or measured before they are sent. 64 MiB if zero.
	MaxBufferedBytes int64

	// DisableCompression sends all requests as they are, and none compressed.
	DisableCompression bool

	// MinCompressBytes is the length from which request bodies are compressed, of operations whose model says that the
	// service takes that; streams are compressed whatever their length. 10,240 if zero, at most 10,485,760.
	MinCompressBytes int

	// NoHostPrefix leaves out what the model puts before the host's name for some operations, such as an account's id. It
	// is always left out where the endpoint is an IP address or localhost, since names below those lead nowhere.
	NoHostPrefix bool

	// UserAgent comes first in the User-Agent header, such as "my-program/1.2".
	UserAgent string

	// Protocol replaces the protocol that the package was generated for.
	Protocol Protocol

	// Clock gives the time to sign with; time.Now if nil.
	Clock func() time.Time

	// Random gives the bytes of idempotency tokens and invocation ids; crypto/rand if nil.
	Random io.Reader

	// IdempotencyToken makes the token of a call whose caller left it out: all attempts share it. A random UUID if nil.
	IdempotencyToken func() string
}

const (
	defaultMaxReply    = 64 << 20
	defaultMaxBuffered = 64 << 20
	memoryFactor       = 16 // what a byte of a reply may take in memory, where nothing else is said
	minReplyMemory     = 64 << 20
	defaultMinCompress = 10 << 10
	maxMinCompress     = 10 << 20
	maxReplyHeader     = 256 << 10
)

// check says what is wrong with the options.
func (o *Options) check() error {
	if o.MinCompressBytes < 0 || o.MinCompressBytes > maxMinCompress {
		return fmt.Errorf("MinCompressBytes is %d, and must be 1 to %d, or 0 for %d", o.MinCompressBytes, maxMinCompress, defaultMinCompress)
	}
	return nil
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if o.Retryer == nil {
		o.Retryer = retry.NewStandard()
	}
	if o.MaxReplyBytes <= 0 {
		o.MaxReplyBytes = defaultMaxReply
	}
	if o.MaxReplyMemory <= 0 {
		o.MaxReplyMemory = max(memoryFactor*min(o.MaxReplyBytes, math.MaxInt64/memoryFactor), minReplyMemory)
	}
	if o.MaxBufferedBytes <= 0 {
		o.MaxBufferedBytes = defaultMaxBuffered
	}
	// One more than what is allowed is read, to see whether there is more.
	o.MaxReplyBytes, o.MaxBufferedBytes = min(o.MaxReplyBytes, math.MaxInt64-1), min(o.MaxBufferedBytes, math.MaxInt64-1)
	if o.MinCompressBytes == 0 {
		o.MinCompressBytes = defaultMinCompress
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return o
}

// defaultClient sends requests where Options.HTTPClient is nil. It follows no redirects, and keeps more idle connections to
// one host than net/http does by itself, since a client speaks to one.
var (
	defaultClient    = http.Client{CheckRedirect: stay, Transport: &defaultTransport}
	defaultTransport = http.Transport{
		DialContext:            (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		Proxy:                  http.ProxyFromEnvironment,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           128,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: maxReplyHeader,
	}
)

func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// send is a function and no interface value, so that programs without an HTTP client of their own do not link all of its
// types' methods.
func (o *Options) send(req *http.Request) (*http.Response, error) {
	if o.HTTPClient != nil {
		return o.HTTPClient.Do(req)
	}
	return defaultClient.Do(req)
}

// Interceptor sees each attempt of a call. A nil function is skipped; an error ends the call. The credentials' signature
// covers what BeforeSigning leaves and not what AfterSigning adds.
type Interceptor struct {
	BeforeSigning func(context.Context, *Attempt) error
	AfterSigning  func(context.Context, *Attempt) error
	AfterResponse func(context.Context, *Attempt) error // Response may be nil; Err says why
}

// Attempt is one try of a call.
type Attempt struct {
	Service   string
	Operation string
	Number    int            // from 1
	Input     any            // the request struct that the caller gave
	Request   *http.Request  // to be changed in place
	Response  *http.Response // after the response; its body may be replaced
	Err       error          // why there is no response
}

// CallOption changes one call.
type CallOption func(*call)

// Metadata is what a reply carries beside its members.
type Metadata struct {
	Status    int
	Header    http.Header
	RequestID string
	Attempts  int // how often the request was sent
}

// Capture stores the metadata of the last reply in *m, of failed calls too; the zero value if no reply came.
func Capture(m *Metadata) CallOption {
	return func(c *call) { c.capture = m }
}

// SkipValidation leaves out the checks of the named classes for this call; with none named, all of them.
func SkipValidation(classes ...validate.Class) CallOption {
	return func(c *call) {
		if len(classes) == 0 {
			c.skip = validate.All
		}
		for _, class := range classes {
			c.skip |= class
		}
	}
}

// WithInterceptor adds an interceptor behind the client's own.
func WithInterceptor(i Interceptor) CallOption {
	return func(c *call) {
		c.interceptors = append(c.interceptors[:len(c.interceptors):len(c.interceptors)], i)
	}
}

// WithHeader sets a header of the request, which the signature covers. A value with line breaks ends the call with an error.
func WithHeader(name, value string) CallOption {
	return WithInterceptor(Interceptor{BeforeSigning: func(_ context.Context, a *Attempt) error {
		if strings.ContainsAny(value, "\r\n\x00") {
			return fmt.Errorf("the value of the header %s has a line break", name)
		}
		a.Request.Header.Set(name, value)
		return nil
	}})
}

// WithCompression compresses the body of this call from a length of least bytes on, if the operation can have that; a
// negative number sends it as it is.
func WithCompression(least int) CallOption {
	return func(c *call) { c.compress = least }
}

// WithAddressing puts the name of a resource that has a host of its own, such as a bucket, where a says, for this call.
func WithAddressing(a Addressing) CallOption {
	return func(c *call) { c.address = a }
}

// WithRetryer decides about another attempt of this call.
func WithRetryer(r Retryer) CallOption {
	return func(c *call) { c.retryer = r }
}

// Once sends the request one time, whatever comes back.
func Once() CallOption { return WithRetryer(aws.NopRetryer{}) }
