// Event streams: what becomes of the operations that have them, of their members and of their events.

package plan

import (
	"slices"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/doctext"
	"github.com/smithwright/smithwright/internal/shape"
)

const eventsPath = runtimePath + "/events"

// isEvents reports whether a union is that of the events of a stream.
func isEvents(s *shape.Shape) bool {
	return s.Kind == shape.Union && s.Traits.Has("smithy.api#streaming")
}

// streamOf returns the member of an input or output that is a stream of events, or nil.
func streamOf(s *shape.Shape) *shape.Member {
	if s == nil {
		return nil
	}
	i := slices.IndexFunc(s.Members, func(m *shape.Member) bool { return isEvents(m.Target) })
	if i < 0 {
		return nil
	}
	return s.Members[i]
}

// streams reports whether the protocol has event streams.
func (p Protocol) streams() bool { return p.Name != "awsQuery" && p.Name != "ec2Query" }

// streamable reports whether the protocol has all that the operation streams; a warning says what not.
func (b *builder) streamable(op *shape.Shape) bool {
	p := b.pkg.Protocol
	var what, code string
	switch {
	case !p.streams() && (streamOf(op.Input) != nil || streamOf(op.Output) != nil):
		what, code = "event streams", "operation.eventStream"
	case !p.rest && (hasStream(op.Input, "") || hasStream(op.Output, "")):
		what, code = "streams of bytes", "operation.stream"
	default:
		return true
	}
	b.diags.Add(diag.Diagnostic{
		Code: code, Severity: diag.Warning, Span: op.Span, Shape: string(op.ID),
		Message: "operation " + op.ID.Name() + " is left out: protocol " + p.Name + " has no " + what,
	})
	return false
}

// sentApart reports whether a member of s is no field, since its events are sent by what the operation's method returns.
func (b *builder) sentApart(s *shape.Shape, m *shape.Member) bool {
	return isEvents(m.Target) && b.arguments[s] && !b.isOutput[s]
}

// streamField plans the field from which the events of a reply are read.
func (b *builder) streamField(m *shape.Member, f Field) Field {
	f.Type = GoType{Path: eventsPath, Name: "Reader", Arg: b.names.shapes[m.Target]}
	f.Row = Row{Member: m.Name, Bind: "Payload", Type: RowType{Kind: "EventStream", Of: b.names.unknowns[m.Target]}}
	f.Doc = doctext.Format(documentation(m.Traits),
		b.options(doctext.Type, append([]string{"Read it to the end, or close it."}, deprecation(m.Traits)...)...))
	return f
}

// describeStreams adds what the operation streams.
func (b *builder) describeStreams(op *shape.Shape, o *Operation) {
	if m := streamOf(op.Input); m != nil {
		o.Sends, o.SendsTable = b.names.shapes[m.Target], b.names.unknowns[m.Target]
	}
	o.Receives = streamOf(op.Output) != nil
}

// endsStream reports whether a member of a union is an error with which a service ends a stream, and which no client sends:
// it comes as an error, so that there is no variant for it.
func (b *builder) endsStream(u *shape.Shape, m *shape.Member) bool {
	return isEvents(u) && m.Target.Traits.Has("smithy.api#error") && !b.isInput[u]
}

// streamDoc is the documentation of how the operation's events are sent and read; nil if it has none.
func (b *builder) streamDoc(op *shape.Shape, o Operation) []string {
	var text string
	var code []string
	in, out := streamOf(op.Input), streamOf(op.Output)
	if in != nil {
		text = "The stream that it returns sends the events, and has the output:"
		code = append(code, "stream, err := client."+o.Name+"(ctx, in)", "defer stream.Close()")
		if sent := b.example(in.Target); sent != "" {
			code = append(code, "err = stream.Send(ctx, &"+sent+"{Value: …}) // each event; then stream.CloseSend()")
		}
		code = append(code, "out, err := stream.Output(ctx)")
	}
	if out != nil {
		if in == nil {
			text = "The events of the reply are read from its output, to the end or until that is closed:"
		}
		code = append(code, "for event, err := range out."+b.fieldName(op.Output, out)+".All() {", "\t…", "}")
	}
	if code == nil {
		return nil
	}
	lines := append([]string{""}, doctext.Format("", b.options(doctext.Operation, text))...)
	lines = append(lines, "")
	for _, line := range code {
		lines = append(lines, "\t"+line)
	}
	return lines
}

// example returns a variant of a union for an example.
func (b *builder) example(u *shape.Shape) string {
	for _, m := range u.Members {
		if !m.Target.Traits.Has("smithy.api#error") {
			return b.names.members[m]
		}
	}
	return ""
}

// fieldName is the Go name of a member of a structure.
func (b *builder) fieldName(s *shape.Shape, wanted *shape.Member) string {
	taken := newScope(methods)
	for _, m := range s.Members {
		if b.sentApart(s, m) {
			continue
		}
		if name := taken.take(exported(m.Name), "Value"); m == wanted {
			return name
		}
	}
	return ""
}
