// What a user can set for one call.

package rt

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/rt/validate"
)

// CallOption changes one call.
type CallOption func(*call)

// WithOptions changes, for this call, anything that its client was told: change gets a copy of the options that the client was
// made with. Those that stand beside it in the call go before what it says. An option that is wrong ends the call with an
// error. It costs some microseconds, which the options for one thing alone that are used often do not.
func WithOptions(change func(*Options)) CallOption {
	return func(c *call) { c.changes = append(c.changes, change) }
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

// WithRetryer decides about another attempt of this call.
func WithRetryer(r Retryer) CallOption {
	return func(c *call) { c.retryer = r }
}

// Once sends the request one time, whatever comes back, but for a service that wants it signed in another way.
func Once() CallOption { return WithRetryer(aws.NopRetryer{}) }

// WithMaxAttempts sends the request of this call n times at most; as often as the retryer says if n is zero.
func WithMaxAttempts(n int) CallOption {
	return WithOptions(func(o *Options) { o.MaxAttempts = n })
}

// WithTimeouts limits how long each attempt of this call takes, and all of it, as [Options] explains; zero for no limit.
func WithTimeouts(attempt, call time.Duration) CallOption {
	return WithOptions(func(o *Options) { o.AttemptTimeout, o.CallTimeout = attempt, call })
}

// WithLogger tells another logger of this call; none if l is nil.
func WithLogger(l Logger) CallOption {
	return WithOptions(func(o *Options) { o.Logger = l })
}

// WithTelemetry tells t of this call; nothing if t is nil.
func WithTelemetry(t Telemetry) CallOption {
	return WithOptions(func(o *Options) { o.Telemetry = t })
}

// WithHTTPClient sends the requests of this call by d.
func WithHTTPClient(d Doer) CallOption {
	return WithOptions(func(o *Options) { o.HTTPClient = d })
}

// WithAuthScheme proves who makes this call by s, in place of the client's scheme of the same trait. For other credentials, s
// is a signer of package rt/sigv4.
func WithAuthScheme(s AuthScheme) CallOption {
	return WithOptions(func(o *Options) { o.AuthSchemes = append([]AuthScheme{s}, o.AuthSchemes...) })
}
