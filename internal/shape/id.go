// Shape ids: the absolute names by which shapes refer to each other.

package shape

import (
	"cmp"
	"strings"
)

// ID is an absolute shape id, "namespace#Name" or "namespace#Name$member", as the Smithy specification's "Shape ID"
// section defines it. A value of the type may be malformed, since readers keep what a file says: see [ID.Valid].
type ID string

// Namespace returns what stands before the '#', "" if there is no '#'.
func (id ID) Namespace() string {
	ns, _, found := strings.Cut(string(id), "#")
	if !found {
		return ""
	}
	return ns
}

// Name returns the shape's name without namespace and member; the whole id up to a '$' if there is no '#'.
func (id ID) Name() string {
	name := string(id.Root())
	return name[strings.IndexByte(name, '#')+1:]
}

// Member returns what stands after the '$', "" if the id is not that of a member.
func (id ID) Member() string {
	_, member, _ := strings.Cut(string(id), "$")
	return member
}

// Root returns the id without its member.
func (id ID) Root() ID {
	root, _, _ := strings.Cut(string(id), "$")
	return ID(root)
}

// WithMember returns the id of the shape's member of the given name.
func (id ID) WithMember(name string) ID { return id.Root() + "$" + ID(name) }

// CompareIDs orders ids as the lists of published models are ordered and as readers of a list expect it: upper and lower case
// together. Ids that differ in case alone come in byte order.
func CompareIDs(a, b ID) int {
	return cmp.Or(strings.Compare(strings.ToLower(string(a)), strings.ToLower(string(b))), cmp.Compare(a, b))
}

// MaxName is the number of bytes that a namespace, the name of a shape and the name of a member may have each. The
// specification has no such limit, but ids are made of these parts again and again, so that a long one in a small file could
// ask for any amount of memory.
const MaxName = 500

// Valid reports whether the id is well formed: identifiers joined by dots, '#', an identifier, and '$' with one more
// identifier if it is the id of a member.
func (id ID) Valid() bool {
	ns, name, found := strings.Cut(string(id), "#")
	if !found || !IsNamespace(ns) {
		return false
	}
	name, member, isMember := strings.Cut(name, "$")
	return IsIdentifier(name) && (!isMember || IsIdentifier(member))
}

// IsNamespace reports whether s is a namespace: one or more identifiers joined by dots, [MaxName] bytes at most.
func IsNamespace(s string) bool {
	if len(s) > MaxName {
		return false
	}
	for part := range strings.SplitSeq(s, ".") {
		if !IsIdentifier(part) {
			return false
		}
	}
	return true
}

// IsIdentifier reports whether s is an identifier of Smithy: ASCII letters, digits and underscores, of which the first
// that is no underscore may be a digit only if an underscore precedes it. It has [MaxName] bytes at most.
func IsIdentifier(s string) bool {
	bare := strings.TrimLeft(s, "_")
	if bare == "" || len(s) > MaxName || len(bare) == len(s) && isDigit(s[0]) {
		return false
	}
	for i := range len(bare) {
		c := bare[i]
		if c != '_' && !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
