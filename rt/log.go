// Telling a logger what goes on, without secrets.

package rt

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
	"time"

	"github.com/smithwright/smithwright/rt/internal/redact"
)

func (k *call) logRequest(ctx context.Context, a *Attempt) {
	if k.options.Logger == nil {
		return
	}
	k.options.Logger.DebugContext(ctx, "request",
		"service", a.Service, "operation", a.Operation, "attempt", a.Number,
		"method", k.message.Method, "host", a.Request.URL.Host, "path", k.op.Path, "bytes", k.body.length,
		"input", redact.Shape{Value: k.in})
}

func (k *call) logFailure(ctx context.Context, a *Attempt, took time.Duration) {
	if k.options.Logger == nil {
		return
	}
	k.options.Logger.DebugContext(ctx, "no reply",
		"service", a.Service, "operation", a.Operation, "attempt", a.Number, "took", took, "error", bare(a.Err).Error())
}

func (k *call) logReply(ctx context.Context, a *Attempt, took time.Duration, err error) {
	if k.options.Logger == nil {
		return
	}
	args := []any{
		"service", a.Service, "operation", a.Operation, "attempt", a.Number,
		"status", a.Response.StatusCode, "requestID", k.reply.requestID(), "took", took,
	}
	if err != nil {
		k.options.Logger.DebugContext(ctx, "reply", append(args, "error", ErrorKind(err))...)
		return
	}
	k.options.Logger.DebugContext(ctx, "reply", append(args, "output", redact.Shape{Value: k.out})...)
}

// logRetry tells of another attempt, for which the call waits.
func (k *call) logRetry(ctx context.Context, err error, wait time.Duration) {
	if k.options.Logger == nil {
		return
	}
	k.options.Logger.DebugContext(ctx, "retry",
		"service", k.service.ID, "operation", k.op.Name, "attempt", k.attempt, "error", ErrorKind(err), "wait", wait)
}

// logGivenUp tells why there is no other attempt.
func (k *call) logGivenUp(ctx context.Context, err error, reason string) {
	if k.options.Logger == nil {
		return
	}
	k.options.Logger.DebugContext(ctx, "no retry",
		"service", k.service.ID, "operation", k.op.Name, "attempt", k.attempt, "error", ErrorKind(err), "reason", reason)
}

// newUUID returns a random UUID, version 4, for which it reads into b. Should the source fail, crypto/rand, which cannot,
// takes its place.
func newUUID(random io.Reader, b *[16]byte) string {
	if _, err := io.ReadFull(random, b[:]); err != nil {
		_, _ = rand.Read(b[:])
	}
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	var text [36]byte
	hex.Encode(text[:8], b[:4])
	hex.Encode(text[9:13], b[4:6])
	hex.Encode(text[14:18], b[6:8])
	hex.Encode(text[19:23], b[8:10])
	hex.Encode(text[24:], b[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}
