// Words that messages share: lists of names, names of traits and types, and what a misspelt name may stand for.

package check

import (
	"iter"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
)

// maxListed is the number of things that a message lists.
const maxListed = 10

// listed joins names for a message. Of a long list, which may have been cut off behind maxListed+1, it says that there are more.
func listed(names []string) string {
	if len(names) > maxListed {
		return strings.Join(names[:maxListed], ", ") + " and more"
	}
	return strings.Join(names, ", ")
}

// idsOf returns the ids of shapes, sorted.
func idsOf(shapes []*shape.Shape) []string {
	out := make([]string, len(shapes))
	for i, s := range shapes {
		out[i] = string(s.ID)
	}
	slices.Sort(out)
	return out
}

// namesOf returns the names of members in their order.
func namesOf(members []*shape.Member) []string {
	out := make([]string, len(members))
	for i, m := range members {
		out[i] = m.Name
	}
	return out
}

// listedNames lists the names of members. It looks at no more of them than it lists.
func listedNames(members []*shape.Member) string {
	return listed(namesOf(members[:min(len(members), maxListed+1)]))
}

// kindList joins kinds of which any will do, with their articles.
func kindList(kinds []shape.Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = withArticle(k)
	}
	return strings.Join(names, " or ")
}

// traitName is how messages call a trait: by its bare name if it is one of Smithy's own.
func traitName(id shape.ID) string {
	if id.Namespace() == "smithy.api" {
		return id.Name()
	}
	return string(id)
}

// describe says what a shape or member is, with an article.
func describe(s shape.Subject) string {
	if s.Member != nil {
		return "a member that targets " + withArticle(s.Member.Target.Kind)
	}
	return withArticle(s.Shape.Kind)
}

// withArticle returns the name of a kind with the article that goes with it.
func withArticle(k shape.Kind) string {
	name := k.String()
	if strings.ContainsRune("aeiou", rune(name[0])) && k != shape.Union {
		return "an " + name
	}
	return "a " + name
}

// plural returns the first word for one thing and the second for more.
func plural[N int | int64](n N, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// because makes a text the end of a sentence; "" stays "".
func because(text string) string {
	if text == "" {
		return ""
	}
	return ": " + diag.Clip(text, maxQuoted)
}

// maxClipped is how many bytes of an expression or a selector a message shows.
const maxClipped = 200

// clipped returns an expression or a selector on one line, without its end if it is long.
func clipped(text string) string {
	const enough = 10 * maxClipped // of a text that can be as long as the model, for thousands of messages
	start := text[:min(len(text), enough)]
	line := strings.Join(strings.Fields(start), " ")
	if len(line) <= maxClipped && len(start) == len(text) {
		return line
	}
	return strings.ToValidUTF8(line[:min(len(line), maxClipped)], "") + "..."
}

// Bounds of the searches for near names in one model, each of which looks at all names that there are: how many are made, and
// with how many names in all. Where hundreds of names are wrong, no hint helps.
const (
	maxHints    = 200
	maxCompared = 500_000
)

// spendHint reports whether one more search for a near name is allowed.
func (p *pass) spendHint() bool {
	p.hints++
	return p.hints <= maxHints
}

// hint says which of the names may be meant by one that is wrong, or else what to do about it.
func (p *pass) hint(wrong string, names iter.Seq[string], otherwise string) string {
	if !p.spendHint() {
		return otherwise
	}
	near := diag.Nearest(wrong, func(yield func(string) bool) {
		for name := range names {
			if p.compared++; p.compared > maxCompared || !yield(name) {
				return
			}
		}
	})
	if near == "" || p.compared > maxCompared {
		return otherwise
	}
	return "did you mean " + near + "?"
}

// hintOrAll is hint, but names what there is where nothing is near.
func (p *pass) hintOrAll(wrong string, names []string) string {
	if len(names) == 0 {
		return "it has none"
	}
	return p.hint(wrong, slices.Values(names), "it has "+listed(names))
}

// shapeIDs yields the ids of the model's shapes.
func (p *pass) shapeIDs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range p.m.Shapes() {
			if !yield(string(s.ID)) {
				return
			}
		}
	}
}

// memberNames yields the names of a shape's members.
func memberNames(s *shape.Shape) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, m := range s.Members {
			if !yield(m.Name) {
				return
			}
		}
	}
}
