// Tests of the table of properties.

package shape

import (
	"slices"
	"testing"
)

// TestProperties holds that every property of the table has a place in declarations, one of its own.
func TestProperties(t *testing.T) {
	t.Parallel()
	for kind, list := range properties {
		names := slices.Collect(kind.PropertyNames())
		if len(names) != len(list) {
			t.Errorf("%s has the names %q", kind, names)
		}
		b := &BindingDecl{}
		places := map[any]string{}
		for _, p := range list {
			var place any
			switch p.form {
			case TextProperty:
				place = &b.Version
			case RenameProperty:
				place = &b.Rename
			case RefProperty:
				place = orNothing(b.Ref(p.name))
			case RefsProperty:
				place = orNothing(b.Refs(p.name))
			case AttributeProperty:
				place = orNothing(b.Attributes(p.name))
			}
			if other, ok := places[place]; ok || place == nil {
				t.Errorf("%s: %s has the place %v, that of %q", kind, p.name, place, other)
			}
			places[place] = p.name
			if got := kind.Property(p.name); got != p.form {
				t.Errorf("%s: %s has the form %d, want %d", kind, p.name, got, p.form)
			}
		}
	}
	if got := Structure.Property("members"); got != NoProperty {
		t.Errorf("members of a structure have the form %d", got)
	}
	b := &BindingDecl{}
	if b.Ref("errors") != nil || b.Refs("input") != nil || b.Attributes("rename") != nil {
		t.Error("a property of one form is found under another")
	}
}

// orNothing returns a pointer as it is, but nil for a nil pointer.
func orNothing[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}
