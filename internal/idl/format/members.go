// The bodies of shapes: members, and the properties of operations.

package format

import "github.com/smithwright/smithwright/internal/idl/syntax"

// parts is a body in braces.
type parts struct {
	syntax.Range
	list []part
	// apart says that something inside demands a blank line between all parts.
	apart bool
}

// part is a member or property.
type part struct {
	syntax.Range      // without documentation and comments before it
	assigned     bool // it has a value, so that a comment right behind or below it belongs to it
	print        func()
}

// memberParts returns the parts of a block of members.
func (p *printer) memberParts(b *syntax.Members) parts {
	out := parts{Range: b.Range}
	for i := range b.List {
		m := &b.List[i]
		start := m.At().Start
		if len(m.Traits) > 0 {
			start = m.Traits[0].Start
			out.apart = true
		}
		out.apart = out.apart || len(p.between(start, m.End)) > 0
		out.list = append(out.list, part{
			Range: syntax.Range{Start: start, End: m.End}, assigned: m.Value != nil, print: func() { p.member(m) },
		})
	}
	return out
}

// member writes a member without its documentation.
func (p *printer) member(m *syntax.Member) {
	p.traits(m.Traits, m.At().Start)
	if m.Dollar >= 0 {
		p.text("$")
	}
	p.text(m.Name.Text)
	if m.Target.Text != "" {
		p.text(": " + m.Target.Text)
	}
	if m.Value != nil {
		p.text(" = ")
		p.value(m.Value, 0)
	}
}

// propertyParts returns the parts of the body of an operation.
func (p *printer) propertyParts(o *syntax.Operation) parts {
	out := parts{Range: o.Range}
	for i := range o.Properties {
		r := &o.Properties[i]
		out.apart = out.apart || p.demandsSpace(r)
		out.list = append(out.list, part{Range: r.Range, print: func() { p.property(r) }})
	}
	return out
}

// demandsSpace reports whether a property holds a trait, or a comment other than one behind the value of a member.
func (p *printer) demandsSpace(r *syntax.Property) bool {
	from := r.Start
	if r.Inline != nil {
		if len(r.Inline.Traits) > 0 {
			return true
		}
		for i := range r.Inline.Body.List {
			m := &r.Inline.Body.List[i]
			if len(m.Traits) > 0 || len(p.between(from, m.At().Start)) > 0 {
				return true
			}
			from = m.End
			if m.Value != nil {
				for _, c := range p.between(from, r.End) {
					if !p.sameLine(from, c.Start) {
						break
					}
					from = c.End
				}
			}
		}
	}
	return len(p.between(from, r.End)) > 0
}

// property writes a property of an operation.
func (p *printer) property(r *syntax.Property) {
	switch {
	case r.Inline != nil:
		p.inline(r)
	case r.Errors != nil:
		p.plainLines(p.between(r.Start, r.Errors.Start))
		p.text(r.Key.Text + ": ")
		p.list(brackets{open: "[", end: "]", items: p.names(r.Errors.IDs, r.Errors.Start, r.Errors.End), broken: true})
	default:
		p.plainLines(p.between(r.Start, r.End))
		p.text(r.Key.Text + ": " + r.Target.Text)
	}
}

// inline writes input or output that is declared in place. What has documentation or traits starts on a line of its own.
func (p *printer) inline(r *syntax.Property) {
	in := r.Inline
	p.plainLines(p.between(r.Start, r.Sign.End))
	p.text(r.Key.Text + " :=")
	first := in.At
	if len(in.Traits) > 0 {
		first = in.Traits[0].Start
	}
	before := p.between(r.Sign.End, first)
	header := p.between(in.At, in.Body.Start)
	if len(before)+len(header)+len(in.Traits) == 0 {
		p.clauses(in.For, in.With, " ")
		p.members(p.memberParts(in.Body))
		return
	}
	p.line()
	p.indent += step
	p.commentLines(before)
	p.traits(in.Traits, in.At)
	p.hoisted(in.At, in.Body.Start, in.With)
	if in.For == nil && in.With == nil {
		p.membersAfter("", p.memberParts(in.Body))
	} else {
		p.clauses(in.For, in.With, "")
		p.members(p.memberParts(in.Body))
	}
	p.indent -= step
}

// members writes a body in braces behind what stands on the line.
func (p *printer) members(b parts) { p.membersAfter(" ", b) }

// membersAfter writes a body in braces; space goes before the brace, or a line break where there is no room.
func (p *printer) membersAfter(space string, b parts) {
	groups, apart := p.groups(b)
	brace := "{"
	if len(groups) == 0 {
		brace = "{}"
	}
	if p.column()+length(space+brace) > width {
		p.line()
		space = ""
	}
	p.text(space + brace)
	if len(groups) == 0 {
		return
	}
	p.line()
	p.indent += step
	for i, g := range groups {
		if i > 0 && apart {
			p.line()
		}
		p.commentLines(g.before)
		if g.part != nil {
			g.part.print()
			p.behind(g.behind)
			p.line()
		}
	}
	p.indent -= step
	p.text("}")
}

// group is a part with the comments that stay with it. The last one may have comments alone.
type group struct {
	before []syntax.Comment
	part   *part
	behind []syntax.Comment
}

// groups gives each comment of a body to a part, and says whether blank lines stand between the groups. A comment on the line
// of a part stays there; if there are blank lines then one behind the last part gets its own line.
func (p *printer) groups(b parts) (out []group, apart bool) {
	apart = b.apart || p.hasOwnLines(b)
	var before []syntax.Comment
	from := b.Start + 1
	before = p.between(from, p.startOf(b, 0))
	for i := range b.list {
		part := &b.list[i]
		g := group{before: before, part: part}
		last := i == len(b.list)-1
		gap := p.between(part.End, p.startOf(b, i+1))
		if part.assigned || !last || !apart {
			g.behind, before = p.splitSameLine(gap, part.End)
		} else {
			before = gap
		}
		out = append(out, g)
	}
	if len(before) > 0 {
		out = append(out, group{before: before})
	}
	return out, apart
}

// startOf returns where the i-th part of a body starts, the end of the body if there is none.
func (p *printer) startOf(b parts, i int) int32 {
	if i < len(b.list) {
		return b.list[i].Start
	}
	return b.End
}

// hasOwnLines reports whether a comment in a body gets a line of its own, other than right below a member with a value.
func (p *printer) hasOwnLines(b parts) bool {
	from, assigned := b.Start, false
	for i := 0; i <= len(b.list); i++ {
		for _, c := range p.between(from, p.startOf(b, i)) {
			if i == 0 || !p.sameLine(from, c.Start) && !(assigned && p.nextLine(from, c.Start)) {
				return true
			}
		}
		if i < len(b.list) {
			from, assigned = b.list[i].End, b.list[i].assigned
		}
	}
	return false
}
