// Package traits has the definitions of traits that this project brings along, so that a model which uses them loads with no
// download: Smithy's prelude, and the traits of AWS and of Smithy's own extensions, one namespace a file of definitions/.
//
// The files say what the definitions of the Smithy project say, in this project's form and without documentation: the same
// shapes, members, targets, selectors, conflicts and constraints.
package traits

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/idl"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

//go:embed definitions/*.smithy
var files embed.FS

// Prelude is the namespace of Smithy's prelude, which is part of every model.
const Prelude = "smithy.api"

const (
	folder = "definitions/"
	suffix = ".smithy"
)

// needs are the namespaces that belong to another one, the prelude aside: their shapes are used by its definitions, or named in
// the values of its traits.
var needs = map[string][]string{
	"aws.apigateway": {"aws.api"},
	"smithy.test":    {"aws.test"},
}

// known are the namespaces that have a file, sorted.
var known = func() []string {
	entries, err := files.ReadDir(strings.TrimSuffix(folder, "/"))
	if err != nil {
		panic(fmt.Sprintf("the trait definitions are not embedded: %v", err))
	}
	out := make([]string, len(entries))
	for i, e := range entries {
		out[i] = strings.TrimSuffix(e.Name(), suffix)
	}
	slices.Sort(out)
	return out
}()

// parsed are the declarations of the namespaces asked for so far.
var parsed struct {
	sync.Mutex
	decls map[string][]shape.Decl
}

// Namespaces returns the namespaces that have definitions here, sorted.
func Namespaces() []string { return slices.Clone(known) }

// Decls returns the declarations of the prelude and of the namespaces given, and of those that they need in their turn, each
// once: the prelude first, the others sorted. Namespaces that have no definitions here are left out. The declarations are
// marked as built in and shared by all callers: they must not be changed.
func Decls(namespaces ...string) []shape.Decl {
	parsed.Lock()
	defer parsed.Unlock()
	return collect(namespaces)
}

// collect is Decls for one who holds the lock.
func collect(namespaces []string) []shape.Decl {
	wanted := map[string]bool{}
	for todo := slices.Clone(namespaces); len(todo) > 0; {
		name := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if _, has := slices.BinarySearch(known, name); has && !wanted[name] {
			wanted[name] = true
			todo = append(todo, needs[name]...)
		}
	}
	delete(wanted, Prelude)
	out := slices.Clone(declsOf(Prelude))
	for _, name := range known {
		if wanted[name] {
			out = append(out, declsOf(name)...)
		}
	}
	return out
}

// declsOf returns the declarations of one namespace, read when first asked for. Its caller holds the lock.
func declsOf(namespace string) []shape.Decl {
	decls, ok := parsed.decls[namespace]
	if !ok {
		decls = read(namespace)
		if parsed.decls == nil {
			parsed.decls = map[string][]shape.Decl{}
		}
		parsed.decls[namespace] = decls
	}
	return decls
}

// read parses the definitions of one namespace and gives the names in trait values the ids that they stand for, so that the
// declarations stay as they are from then on. A mistake in them is one of this project.
func read(namespace string) []shape.Decl {
	name := folder + namespace + suffix
	text, err := files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("the trait definitions of %s are not embedded: %v", namespace, err))
	}
	var diags diag.List
	decls := idl.Parse(source.New(namespace+suffix, text), &diags)
	for _, d := range decls {
		if s, ok := d.(*shape.ShapeDecl); ok {
			s.Builtin = true
		}
	}
	all := decls
	if namespace != Prelude {
		all = slices.Concat(collect(needs[namespace]), decls)
	}
	shape.Assemble(all, &diags)
	for _, d := range diags.Sorted() {
		panic(fmt.Sprintf("the trait definitions of %s: %s: %s", namespace, d.Span, d.Message))
	}
	return slices.DeleteFunc(decls, func(d shape.Decl) bool {
		switch d.(type) {
		case *shape.NameDecl, *shape.UseDecl:
			return true
		}
		return false
	})
}
