// What a user can set, for a client and for a call.

package rt

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"time"

	"github.com/smithwright/smithwright/rt/validate"
)

// Doer sends HTTP requests; *http.Client does.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Attacher is an HTTP client that wants to know what its requests are, as those of package rttest do. [NewClient] calls Attach
// with the options, which it may change, of a client that gets it as [Options.HTTPClient], and what the client speaks.
type Attacher interface {
	Attach(o *Options, s *Service, p Protocol)
}

// Logger takes what the runtime has to say for debugging; *slog.Logger does. Costly arguments are values that render only
// when a handler writes them.
type Logger interface {
	DebugContext(ctx context.Context, msg string, args ...any)
}

// Options is what every client can be told. The zero value works.
type Options struct {
	// HTTPClient sends the requests. By default a client that keeps connections. Redirects are not followed, since what proves
	// who calls is for one address only: an *http.Client of your own is copied for that, and what else you put here should
	// follow none either.
	HTTPClient Doer

	// Retryer decides about another attempt. By default aws-sdk-go-v2's standard one: three attempts, with a growing random
	// delay and a budget for the client. NewAdaptiveMode of its package aws/retry makes one that also slows down the first
	// attempts of calls while the service throttles. What cannot be sent again safely is not, whatever it says:
	// docs/retries.md has the rules.
	Retryer Retryer

	// MaxAttempts is how often a request is sent at most; 1 switches retries off. As often as Retryer says if zero, which is 3
	// by default.
	MaxAttempts int

	// RetryUnsafe sends a request again also where the service may have carried it out already and to do so twice may do harm:
	// where a connection broke after the request was sent, of an operation that is not idempotent. The SDKs of AWS do that.
	RetryUnsafe bool

	// AttemptTimeout ends an attempt whose reply is not there in time, and another may follow. It counts from the attempt's
	// beginning, with its signature, to the end of a reply that is read into memory or to the headers of one that is a stream.
	// No limit if zero.
	AttemptTimeout time.Duration

	// CallTimeout ends a call, with all its attempts and the waiting between them, that is not done in time. It counts until
	// the client's method returns, so that it does not end the reading of a stream. No limit if zero.
	CallTimeout time.Duration

	// Telemetry, if set, is told of calls and attempts as they begin and end. The module of this project's folder otel has one
	// for OpenTelemetry.
	Telemetry Telemetry

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
	// to be hashed or measured before they are sent. A longer one goes in pieces that are signed each, where its length is known
	// and the service takes that. 64 MiB if zero.
	MaxBufferedBytes int64

	// RequestChecksums says when checksums of bodies go with requests, of operations that can have them: by default with each.
	// Servers that speak the protocol of a service of AWS without knowing them may need WhenRequired.
	RequestChecksums ChecksumPolicy

	// ResponseChecksums says when replies are asked for the checksums of their bodies, which are then verified: by default
	// of each operation that can have them.
	ResponseChecksums ChecksumPolicy

	// ExpectContinueBytes is the length from which the service is asked before a stream of bytes is sent to it, so that
	// nothing is sent of what it refuses: by the header Expect. The HTTP client waits for the answer as long as its transport's
	// ExpectContinueTimeout says, the default one for a second. Streams of unknown length count as long. 2 MiB if zero; it is
	// never asked if this is negative.
	ExpectContinueBytes int64

	// DisableCompression sends all requests as they are, and none compressed.
	DisableCompression bool

	// MinCompressBytes is the length from which request bodies are compressed, of operations whose model says that the
	// service takes that; streams are compressed whatever their length. 10,240 if zero, at most 10,485,760.
	MinCompressBytes int

	// AuthSchemes are ways to prove who calls of one's own. They take the place of the client's for the same trait, and are
	// the only ones for a trait that the runtime does not know.
	AuthSchemes []AuthScheme

	// AuthPreference orders the ways to prove who calls, of operations that take several, by the ids of their traits or the
	// names in those, such as "httpBearerAuth". Those that it leaves out follow in the order of the service.
	AuthPreference []string

	// AllowPlainHTTP lets what proves who calls go over plain HTTP to other machines, where anybody on the way can read it.
	// To this machine it may always go so.
	AllowPlainHTTP bool

	// EndpointResolver finds the endpoint of each call, instead of the rules of the service's model.
	EndpointResolver EndpointResolver

	// NoHostPrefix leaves out what the model puts before the host's name for some operations, such as an account's id. It
	// is always left out where the endpoint is an IP address or localhost, since names below those lead nowhere.
	NoHostPrefix bool

	// UserAgent comes first in the User-Agent header, such as "my-program/1.2".
	UserAgent string

	// Protocol replaces the protocol that the package was generated for.
	Protocol Protocol

	// Clock gives the time to sign with; time.Now if nil.
	Clock func() time.Time

	// Random gives the bytes of idempotency tokens and invocation ids, to many calls at once; crypto/rand if nil.
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
	if o.MaxAttempts < 0 || o.AttemptTimeout < 0 || o.CallTimeout < 0 {
		return errors.New("MaxAttempts, AttemptTimeout and CallTimeout must not be negative")
	}
	if o.MinCompressBytes < 0 || o.MinCompressBytes > maxMinCompress {
		return fmt.Errorf("MinCompressBytes is %d, and must be 1 to %d, or 0 for %d", o.MinCompressBytes, maxMinCompress, defaultMinCompress)
	}
	return nil
}

// withDefaults fills in what is not set.
func (o Options) withDefaults() Options {
	if c, ok := o.HTTPClient.(*http.Client); ok && c != nil {
		still := *c
		still.CheckRedirect = stay
		o.HTTPClient = &still
	} else if ok {
		o.HTTPClient = nil
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
	if o.ExpectContinueBytes == 0 {
		o.ExpectContinueBytes = defaultExpect
	}
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
		ExpectContinueTimeout:  time.Second,
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
// covers what BeforeSigning leaves and not what AfterSigning adds; of the body, it covers what the protocol has encoded, so that
// BeforeSigning cannot put another in its place where the body is signed.
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
	Op        *Operation     // the operation's table
	Input     any            // the request struct that the caller gave
	Output    any            // the struct that the reply is read into, which is empty until the call ends
	Request   *http.Request  // to be changed in place, or replaced by one with another context
	Response  *http.Response // after the response; its body may be replaced
	Err       error          // why there is no response
}

// Metadata is what a reply carries beside its members.
type Metadata struct {
	Status    int
	Header    http.Header
	RequestID string
	Attempts  int // how often the request was sent

	// ChecksumAlgorithm is the algorithm of the checksum that the reply's body is verified by, such as "CRC32": of a stream
	// while it is read. It is empty for a body that is not verified.
	ChecksumAlgorithm string
}
