// Which members may be absent, for each who asks.

package shape_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/testenv"
)

// modeNames are the modes in the order in which the tests list who finds a member nullable.
var modeNames = []struct {
	mode shape.NullMode
	name string
}{
	{shape.Client, "client"}, {shape.ClientCareful, "careful"}, {shape.ClientZeroV1, "zero"},
	{shape.ClientZeroV1NoInput, "zeroNoInput"}, {shape.Server, "server"},
}

func nullableFor(m *shape.Member) string {
	var out []string
	for _, mode := range modeNames {
		if m.Nullable(mode.mode) {
			out = append(out, mode.name)
		}
	}
	return strings.Join(out, " ")
}

const nullModel = `$version: "2.0"
namespace a
structure S {
    plain: String
    @required required: String
    default: String = "x"
    zero: Integer = 0
    zeroLong: Long = 0
    notZero: Integer = 1
    false: Boolean = false
    true: Boolean = true
    null: String = null
    @required nullRequired: String = null
    @addedDefault added: Boolean = false
    @clientOptional @required optional: String
    @clientOptional optionalDefault: Integer = 0
    @required struct: T
    @required union: U
    big: BigInteger = 0
}
structure T {}
union U { a: String }
@input structure In {
    @required required: String
    zero: Integer = 0
    plain: String
}
list Dense { member: String }
@sparse list Sparse { member: String }
map DenseMap { key: String, value: String }
@sparse map SparseMap { key: String, value: String }
enum E { A }
`

func TestNullable(t *testing.T) {
	t.Parallel()
	const all, clients, zeros = "client careful zero zeroNoInput server", "client careful zero zeroNoInput", "zero zeroNoInput"
	m := readModel(t, "m.smithy", []byte(nullModel))
	tests := map[shape.ID]string{
		"a#S$plain": all, "a#S$required": zeros, "a#S$default": zeros, "a#S$zero": "", "a#S$zeroLong": "", "a#S$notZero": zeros,
		"a#S$false": "", "a#S$true": zeros, "a#S$null": all, "a#S$nullRequired": all, "a#S$added": zeros,
		"a#S$optional": clients, "a#S$optionalDefault": clients, "a#S$struct": "careful " + zeros, "a#S$union": "careful " + zeros,
		"a#S$big":       zeros,
		"a#In$required": clients, "a#In$zero": "client careful zero", "a#In$plain": all,
		"a#U$a": "", "a#E$A": "", "a#Dense$member": "", "a#Sparse$member": all,
		"a#DenseMap$key": "", "a#DenseMap$value": "", "a#SparseMap$key": "", "a#SparseMap$value": all,
	}
	for id, want := range tests {
		if diff := cmp.Diff(want, nullableFor(m.Subject(id).Member)); diff != "" {
			t.Errorf("%s is nullable for (-want +got):\n%s", id, diff)
		}
	}
}

// TestNullableOfV1 asks of a model of Smithy 1.0, whose members are upgraded when they are loaded.
func TestNullableOfV1(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(testenv.Shared(t, "corpora", "idl", "knowledge", "nullable-index-v1.smithy"))
	if err != nil {
		t.Fatal(err)
	}
	m := readModel(t, "m.smithy", text)
	foo := m.Shape("smithy.example#Foo")
	if foo == nil || len(foo.Members) != 9 {
		t.Fatal("the model has changed")
	}
	for _, member := range foo.Members {
		want := strings.HasPrefix(member.Name, "nullable")
		for _, mode := range []shape.NullMode{shape.Client, shape.ClientZeroV1NoInput} {
			if got := member.Nullable(mode); got != want {
				t.Errorf("%s is nullable in mode %d: %t", member.ID, mode, got)
			}
		}
	}
	for name, v1 := range map[string]bool{"bar": true, "bam": false} {
		member := m.Shape("smithy.example#Baz").Member(name)
		if member.Nullable(shape.Client) || member.Nullable(shape.ClientZeroV1NoInput) != v1 {
			t.Errorf("%s is nullable for %s", member.ID, nullableFor(member))
		}
	}
}

func TestShapeNullable(t *testing.T) {
	t.Parallel()
	m := readModel(t, "m.smithy", []byte(nullModel))
	for id, want := range map[shape.ID]bool{
		"smithy.api#String": true, "smithy.api#Timestamp": true, "smithy.api#BigInteger": true, "a#S": true, "a#Dense": true,
		"a#U": true, "smithy.api#PrimitiveBoolean": false, "smithy.api#PrimitiveLong": false,
	} {
		if got := m.Shape(id).Nullable(); got != want {
			t.Errorf("%s is nullable: %t", id, got)
		}
	}
}
