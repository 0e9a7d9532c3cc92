// Names: from the model's to Go's, and what happens when two are the same.

package plan

import (
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/smithwright/smithwright/internal/shape"
)

// reserved are the package's own exported names.
var reserved = []string{"API", "Client", "Config", "EndpointParameters", "New", "ResolveEndpoint"}

// methods are the names that a struct's methods take, so that no field can have them.
var methods = []string{"SmithySchema", "Validate"}

// errorMethods are those which every error has besides.
var errorMethods = []string{"Error", "ErrorCode", "ErrorFault", "ErrorMessage", "ErrorMetadata", "HTTPStatusCode", "Metadata"}

// exported returns the name with a capital first; a name that does not begin with a letter gets an X before it.
func exported(name string) string {
	trimmed := strings.TrimLeft(name, "_")
	if trimmed == "" {
		return "X"
	}
	if first := rune(trimmed[0]); !unicode.IsLetter(first) {
		return "X" + trimmed
	}
	return strings.ToUpper(trimmed[:1]) + trimmed[1:]
}

// camel joins the words of a constant's name, such as JAVA_8 or us-west-2; a word that shouts is lowered.
func camel(name string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !isWordRune(r) }) {
		if len(word) > 1 && word == strings.ToUpper(word) && strings.ContainsFunc(word, unicode.IsLetter) && strings.ContainsRune(name, '_') {
			word = word[:1] + strings.ToLower(word[1:])
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func isWordRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// scope hands out names that differ, also on file systems and to readers that take case lightly.
type scope map[string]bool

func newScope(taken ...[]string) scope {
	s := scope{}
	for _, names := range taken {
		for _, n := range names {
			s[n] = true
		}
	}
	return s
}

// take returns name, or the first of name+suffix, name+suffix+"2"… that is free.
func (s scope) take(name, suffix string) string {
	candidate := name
	for i := 1; s[candidate]; i++ {
		candidate = name + suffix
		if i > 1 {
			candidate += strconv.Itoa(i)
		}
	}
	s[candidate] = true
	return candidate
}

// names are the Go names of a whole service, so that a part of its operations gets the same names as all of them.
type names struct {
	types  scope
	shapes map[*shape.Shape]string
	inputs map[*shape.Shape]string // of operations without an input
	outs   map[*shape.Shape]string // of operations without an output

	members  map[*shape.Member]string // variants of unions and constants of enums
	unknowns map[*shape.Shape]string  // the struct for what a union does not know

	methods scope                              // of the client
	pages   map[*shape.Shape]string            // of operations
	items   map[*shape.Shape]string            // of operations
	waiters map[*shape.Shape]map[string]string // of operations, by their names in the model
}

// nameAll settles the type names of all shapes that the service's operations reach. Structures, unions and enums keep the
// model's names; what the generator adds gives way.
func nameAll(m *shape.Model, service *shape.Shape, operations []*shape.Shape) *names {
	n := &names{
		types:  newScope(reserved),
		shapes: map[*shape.Shape]string{},
		inputs: map[*shape.Shape]string{},
		outs:   map[*shape.Shape]string{},

		members:  map[*shape.Member]string{},
		unknowns: map[*shape.Shape]string{},

		methods: scope{},
		pages:   map[*shape.Shape]string{},
		items:   map[*shape.Shape]string{},
		waiters: map[*shape.Shape]map[string]string{},
	}
	n.nameMethods(service, operations)
	closure := m.Closure(append(slices.Clone(operations), service.Errors...))
	for _, s := range closure {
		if hasGoType(s) {
			n.shapes[s] = n.types.take(exported(shapeName(service, s)), "Shape")
		}
	}
	for _, op := range operations {
		name := exported(shapeName(service, op))
		if op.Input == nil {
			n.inputs[op] = n.types.take(name+"Input", "Shape")
		}
		if op.Output == nil {
			n.outs[op] = n.types.take(name+"Output", "Shape")
		}
	}
	for _, s := range closure {
		n.nameMembers(s)
	}
	return n
}

// nameMethods names the methods that the client has beside one for each operation, which keep the names of the model.
func (n *names) nameMethods(service *shape.Shape, operations []*shape.Shape) {
	for _, op := range operations {
		n.methods[exported(shapeName(service, op))] = true
	}
	for _, op := range operations {
		name := exported(shapeName(service, op))
		if op.Traits.Has("smithy.api#paginated") {
			n.pages[op] = n.methods.take(name+"Pages", "InTurn")
			n.items[op] = n.methods.take(name+"Items", "InTurn")
		}
		waiters, _ := op.Trait("smithy.waiters#waitable")
		for _, f := range waiters.FieldList() {
			if n.waiters[op] == nil {
				n.waiters[op] = map[string]string{}
			}
			n.waiters[op][f.Name] = n.methods.take("WaitUntil"+camel(f.Name), "Waiter")
		}
	}
}

// nameMembers names what the members of unions and enums become in the package.
func (n *names) nameMembers(s *shape.Shape) {
	switch s.Kind {
	case shape.Union:
		n.unknowns[s] = n.types.take(n.shapes[s]+"Unknown", "Variant")
		for _, m := range s.Members {
			n.members[m] = n.types.take(n.shapes[s]+exported(m.Name), "Variant")
		}
	case shape.Enum, shape.IntEnum:
		for _, m := range s.Members {
			n.members[m] = n.types.take(n.shapes[s]+camel(m.Name), "Value")
		}
	}
}

// hasGoType reports whether a shape becomes a type of its own.
func hasGoType(s *shape.Shape) bool {
	switch s.Kind {
	case shape.Structure, shape.Union, shape.Enum, shape.IntEnum:
		return true
	default:
		return false
	}
}

// shapeName is the shape's name in the service, which may rename shapes of other namespaces.
func shapeName(service, s *shape.Shape) string {
	if name, ok := service.Rename[s.ID]; ok {
		return name
	}
	return s.ID.Name()
}

// packageName makes a package name of the service's id: lower-case letters and digits.
func packageName(id string) string {
	name := strings.Map(func(r rune) rune {
		if !isWordRune(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, id)
	if name == "" || name[0] >= '0' && name[0] <= '9' {
		name = "svc" + name
	}
	if !token.IsIdentifier(name) || slices.Contains(imported, name) || slices.Contains(unusable, name) {
		name += "svc"
	}
	return name
}

// unusable are the names under which a package, which is in a folder of its name, could not be imported: to Go they mean
// something else, or no folder can have them on Windows.
var unusable = []string{"aux", "con", "init", "internal", "main", "nul", "prn", "testdata", "vendor"}

// imported are the packages that generated code imports: a package of the same name would read badly.
var imported = []string{
	"aws", "awsjson", "awsquery", "big", "compress", "context", "document", "ec2query", "ecma", "endpoints", "events",
	"httpauth", "io", "iter", "maps", "math", "path", "restjson", "restxml", "rpcv2cbor", "rpcv2json", "rt", "schema", "sigv4",
	"sigv4a", "slices", "special", "strings", "time", "unsafe", "utf8", "validate",
}
