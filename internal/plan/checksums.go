// The checksums of bodies that operations have.

package plan

import (
	"net/textproto"
	"slices"

	"github.com/smithwright/smithwright/internal/shape"
)

// Checksum is what the trait httpChecksum says of an operation.
type Checksum struct {
	Request    ChecksumChoice // of the algorithm of the request's; the zero value where requests have none
	Required   bool           // the service takes no request without one
	Response   ChecksumChoice // of whether replies are to have one; the zero value where they have none
	Algorithms []string       // of the replies', the first first
}

// ChecksumChoice is the member of an input by which a caller chooses: the header that it is bound to, as net/http writes it,
// or its name where it is bound to none.
type ChecksumChoice struct{ Header, Member string }

// checksums returns the checksums of an operation that rt/checksum makes and verifies; nil for none.
func (b *builder) checksums(op *shape.Shape) *Checksum {
	v, ok := op.Traits.Get("aws.protocols#httpChecksum")
	if !ok {
		return nil
	}
	c := Checksum{Request: b.choiceOf(op, field(v, "requestAlgorithmMember"))}
	c.Required = c.Request != (ChecksumChoice{}) && checksumRequired(op)
	algorithms, _ := v.Field("responseAlgorithms")
	if c.Response = b.choiceOf(op, field(v, "requestValidationModeMember")); c.Response != (ChecksumChoice{}) {
		for _, algorithm := range algorithms.Elems() {
			c.Algorithms = append(c.Algorithms, algorithm.Str())
		}
	}
	if c.Algorithms == nil {
		c.Response = ChecksumChoice{}
	}
	if c.Request == c.Response { // neither is there
		return nil
	}
	return &c
}

// choiceOf finds a member of an operation's input; the zero value for none. Protocols that are not for REST bind none to a header.
func (b *builder) choiceOf(op *shape.Shape, name string) ChecksumChoice {
	if op.Input == nil || name == "" {
		return ChecksumChoice{}
	}
	i := slices.IndexFunc(op.Input.Members, func(m *shape.Member) bool { return m.Name == name })
	if i < 0 {
		return ChecksumChoice{}
	}
	if header, ok := op.Input.Members[i].Traits.Get("smithy.api#httpHeader"); ok && b.pkg.Protocol.rest {
		return ChecksumChoice{Header: textproto.CanonicalMIMEHeaderKey(header.Str())}
	}
	return ChecksumChoice{Member: name}
}

// checksumRequired reports whether the service takes no request of the operation without a checksum.
func checksumRequired(op *shape.Shape) bool {
	v, _ := op.Traits.Get("aws.protocols#httpChecksum")
	required, _ := v.Field("requestChecksumRequired")
	return required.Bool() || op.Traits.Has("smithy.api#httpChecksumRequired")
}

// md5 returns the runtime's function for the body's MD5 where that is the checksum that the service asks for: of an operation
// that has to have one and offers no choice of the algorithm.
func (b *builder) md5(op *shape.Shape) Func {
	if c := b.checksums(op); checksumRequired(op) && (c == nil || !c.Required) {
		return Func{runtimePath, "MD5"}
	}
	return Func{}
}
