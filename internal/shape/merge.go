// Comparing declarations of one shape ("Merging model files" in the specification).

package shape

import "slices"

// sameShape reports whether two shapes built from declarations of one id agree in kind, members and mixins. Their traits are
// taken together before, so they agree in those.
func (a *assembler) sameShape(x, y *Shape) bool {
	return x.Kind == y.Kind && slices.Equal(x.Mixins, y.Mixins) && slices.EqualFunc(x.Members, y.Members, func(a, b *Member) bool {
		return a.Name == b.Name && a.Target.ID == b.Target.ID
	})
}

func (a *assembler) sameAttributes(x, y []MemberDecl) bool {
	return slices.EqualFunc(x, y, func(m, n MemberDecl) bool { return m.Name == n.Name && a.sameRef(m.Target, n.Target) })
}

func (a *assembler) sameRef(x, y Ref) bool { return a.absolute(x) == a.absolute(y) }

func (a *assembler) sameRefs(x, y []Ref) bool { return slices.EqualFunc(x, y, a.sameRef) }

// sameBinding reports whether two declarations of a service, resource or operation agree in what it consists of.
func (a *assembler) sameBinding(x, y *BindingDecl) bool {
	if x == nil || y == nil {
		x, y = orEmpty(x), orEmpty(y)
	}
	return x.Version == y.Version && a.sameRefs(x.single(), y.single()) && a.sameRefs(x.Errors, y.Errors) &&
		a.sameRefs(x.Operations, y.Operations) && a.sameRefs(x.Resources, y.Resources) &&
		a.sameRefs(x.CollectionOperations, y.CollectionOperations) &&
		a.sameAttributes(x.Identifiers, y.Identifiers) && a.sameAttributes(x.Properties, y.Properties) &&
		slices.EqualFunc(x.Rename, y.Rename, func(m, n Rename) bool { return m.Name == n.Name && a.sameRef(m.Shape, n.Shape) })
}

func orEmpty(b *BindingDecl) *BindingDecl {
	if b == nil {
		return &BindingDecl{}
	}
	return b
}

// single returns the mentions that are not in a list.
func (b *BindingDecl) single() []Ref {
	return []Ref{b.Input, b.Output, b.Create, b.Put, b.Read, b.Update, b.Delete, b.ListOp}
}
