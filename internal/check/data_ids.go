// Ids that differ in upper and lower case only.

package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// checkIDConflicts reports shapes, and members of shapes, whose ids differ in upper and lower case only.
func (p *pass) checkIDConflicts() {
	first := make(map[string]*shape.Shape, len(p.shapes))
	rest := map[*shape.Shape][]*shape.Shape{} // by the first shape of the same id
	joined := map[*shape.Shape]bool{}
	for _, s := range p.shapes {
		key := strings.ToLower(string(s.ID))
		if other := first[key]; other != nil {
			rest[other] = append(rest[other], s)
			joined[s] = true
		} else {
			first[key] = s
		}
	}
	for _, s := range p.shapes {
		switch more := rest[s]; {
		case more != nil:
			group := append([]*shape.Shape{s}, more...)
			var subjects []shape.Subject
			for _, g := range group {
				subjects = append(subjects, g.Subject())
			}
			p.reportSameID(subjects)
			p.checkMemberIDs(group...)
		case !joined[s] && repeatsMember(s):
			p.checkMemberIDs(s)
		}
	}
}

// fewMembers is the number of members up to which each is compared with each, which is faster than an index.
const fewMembers = 16

// repeatsMember reports whether names of members of a shape differ in upper and lower case only.
func repeatsMember(s *shape.Shape) bool {
	if len(s.Members) > fewMembers {
		seen := make(map[string]bool, len(s.Members))
		for _, m := range s.Members {
			seen[strings.ToLower(m.Name)] = true
		}
		return len(seen) < len(s.Members)
	}
	for i, m := range s.Members {
		for _, other := range s.Members[:i] {
			if len(m.Name) == len(other.Name) && strings.EqualFold(m.Name, other.Name) {
				return true
			}
		}
	}
	return false
}

// checkMemberIDs reports members whose names differ in upper and lower case only, within shapes whose ids do.
func (p *pass) checkMemberIDs(group ...*shape.Shape) {
	byName := map[string][]shape.Subject{}
	for _, s := range group {
		for _, m := range s.Members {
			key := strings.ToLower(m.Name)
			byName[key] = append(byName[key], m.Subject())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		p.reportSameID(byName[name])
	}
}

// reportSameID reports each of several subjects whose ids are the same but for upper and lower case.
func (p *pass) reportSameID(same []shape.Subject) {
	if len(same) < 2 {
		return
	}
	for _, s := range same {
		var others []string
		var notes []diag.Note
		for _, other := range same {
			if len(others) > maxListed {
				break
			}
			if other == s {
				continue
			}
			if others = append(others, string(other.ID())); notes == nil && !other.Span().IsZero() {
				notes = []diag.Note{{Span: other.Span(), Text: string(other.ID()) + " is declared here"}}
			}
		}
		p.report(finding{code: "ShapeIdConflict", severity: diag.Error, about: s, notes: notes},
			"the id %s differs from %s in upper and lower case only: rename one of them", s.ID(), listed(others))
	}
}
