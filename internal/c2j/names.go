// Names: of the namespace, of the service, of enum members, and of shapes that differ by case only.

package c2j

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/smithwright/smithwright/internal/shape"
)

// namespaceRoot is that of every model that AWS publishes; behind it stands the service's id in lower case without what is
// no letter or digit. The rule has no exception among the 220 published models that are at hand.
const namespaceRoot = "com.amazonaws."

// namespaceOf returns the namespace for the id of a service ("Elastic Load Balancing v2").
func namespaceOf(serviceID string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(serviceID)) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		}
	}
	name := b.String()
	if name == "" {
		name = "service"
	}
	if name[0] <= '9' {
		name = "_" + name
	}
	return namespaceRoot + name
}

// serviceName returns the name of the service's shape.
func (r *reader) serviceName() string {
	prefix := r.text(r.metadata, "targetPrefix")
	if prefix = prefix[strings.LastIndexByte(prefix, '.')+1:]; shape.IsIdentifier(prefix) {
		return prefix
	}
	if name, ok := serviceNames[r.serviceID]; ok {
		return name
	}
	name := strings.Map(func(c rune) rune {
		if c == '_' || c < 0x80 && shape.IsIdentifier("a"+string(c)) {
			return c
		}
		return -1
	}, r.serviceID)
	switch {
	case name == "":
		return "Service"
	case name[0] <= '9':
		return "Service" + name
	}
	return name
}

// enumName returns the name of the member for a value of an enum, by the rule by which Smithy turns values of its former enum
// trait into names: what may not stand in a name is an underscore. The dialect has no names, so a published name may differ.
func (u uniqueNames) enumName(value string) string {
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
			return c
		}
		return '_'
	}, value)
	if strings.Trim(name, "_") == "" {
		name += "EMPTY"
	}
	if name[0] >= '0' && name[0] <= '9' {
		name = "_" + name
	}
	return u.add(name)
}

// uniqueNames holds the names that are taken, each with the number to try next where it is wanted again.
type uniqueNames map[string]int

// add takes a name, with a number behind it if it is taken, and returns it.
func (u uniqueNames) add(name string) string {
	unique := name
	for u[unique] > 0 {
		u[name]++
		unique = name + "_" + strconv.Itoa(u[name])
	}
	u[unique] = 1
	return unique
}

// nameShapes gives every shape its name in Smithy, where names that differ by case only are one. Of such shapes the first in
// the order of ASCII keeps its name. Another one that says the same is left out in its favour; one that differs gets the name
// of the first with a number. In the dialect an operation may have the name of a shape: the shape then gets "Shape" behind its.
func (r *reader) nameShapes() {
	groups := map[string][]*rawShape{}
	for _, s := range r.order {
		key := lower(s.name)
		groups[key] = append(groups[key], s)
		r.taken[key] = true
	}
	operations := map[string]bool{}
	list, _ := r.root.Field("operations")
	for _, f := range list.FieldList() {
		operations[lower(f.Name)] = true
	}
	for _, s := range r.order {
		group := groups[lower(s.name)]
		if s.id != "" {
			continue
		}
		slices.SortFunc(group, func(a, b *rawShape) int { return cmp.Compare(a.name, b.name) })
		name := group[0].name
		if operations[lower(name)] {
			name += "Shape"
			for number := 2; r.taken[lower(name)]; number++ {
				name = group[0].name + "Shape" + strconv.Itoa(number)
			}
		}
		r.nameGroup(group, name)
	}
}

// nameGroup names the shapes whose names differ by case only, the first of them as given.
func (r *reader) nameGroup(group []*rawShape, name string) {
	first, number := group[0], 2
	first.setID(r, name)
	for _, s := range group[1:] {
		if s.node.Equal(first.node) {
			s.id, s.replaced = first.id, true
			continue
		}
		for r.taken[lower(name+strconv.Itoa(number))] {
			number++
		}
		s.setID(r, name+strconv.Itoa(number))
	}
}

func (s *rawShape) setID(r *reader, name string) {
	if s.id == "" {
		s.id = r.id(name)
		r.taken[strings.ToLower(name)] = true
	}
}
