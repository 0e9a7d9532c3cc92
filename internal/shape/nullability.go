// Nullability: which members may be absent, by who asks.

package shape

import "strconv"

// NullMode says who asks whether a member may be absent ("Structure member optionality" and "Constraint" of clients in the
// specification's section on aggregate types).
type NullMode uint8

// The modes.
const (
	// Client is anybody who does not know which version of the model the other side has, and so honours
	// smithy.api#clientOptional and smithy.api#input.
	Client NullMode = iota
	// ClientCareful is Client, but takes every member that targets a structure or a union for optional, since such a member
	// can never get a default when it stops to be required.
	ClientCareful
	// ClientZeroV1 is the rule of Smithy 1.0: a member is there only if it has a default that is its type's zero value, was
	// not given it later, and is neither optional for clients nor part of an input.
	ClientZeroV1
	// ClientZeroV1NoInput is ClientZeroV1 without the exception for inputs.
	ClientZeroV1NoInput
	// Server is somebody who is changed together with the model, and so does not honour the exceptions made for clients.
	Server
)

const (
	clientOptionalID ID = "smithy.api#clientOptional"
	inputID          ID = "smithy.api#input"
	addedDefaultID   ID = "smithy.api#addedDefault"
	sparseID         ID = "smithy.api#sparse"
)

// Nullable reports whether a value of the member may be absent or null for the one who asks. Members of unions, enums and
// the keys of maps never are; elements of lists and values of maps are if the list or map is sparse.
func (m *Member) Nullable(mode NullMode) bool {
	switch m.Parent.Kind {
	case Structure:
		return m.optionalField(mode)
	case List:
		return m.Parent.Traits.Has(sparseID)
	case Map:
		return m.Name != "key" && m.Parent.Traits.Has(sparseID)
	}
	return false
}

// optionalField is Nullable for the member of a structure.
func (m *Member) optionalField(mode NullMode) bool {
	forClients := m.Traits.Has(clientOptionalID)
	inInput := m.Parent.Traits.Has(inputID)
	switch mode {
	case ClientCareful:
		if m.Target.Kind == Structure || m.Target.Kind == Union {
			return true
		}
		return forClients || inInput || m.mayBeMissing()
	case Client:
		return forClients || inInput || m.mayBeMissing()
	case ClientZeroV1:
		return inInput || forClients || m.Traits.Has(addedDefaultID) || !m.defaultsToZeroV1()
	case ClientZeroV1NoInput:
		return forClients || m.Traits.Has(addedDefaultID) || !m.defaultsToZeroV1()
	}
	return m.mayBeMissing()
}

// mayBeMissing reports whether the member has no default, or that of null, and is not required in the first case.
func (m *Member) mayBeMissing() bool {
	if value, ok := m.Traits.Get(defaultID); ok {
		return value.Kind() == NodeNull
	}
	return !m.Traits.Has(requiredID)
}

// defaultsToZeroV1 reports whether the member has the default that members of its type had in Smithy 1.0.
func (m *Member) defaultsToZeroV1() bool {
	value, ok := m.Traits.Get(defaultID)
	if !ok {
		return false
	}
	switch m.Target.Kind {
	case Boolean:
		return value.Kind() == NodeBool && !value.Bool()
	case Byte, Short, Integer, IntEnum, Long, Float, Double:
		if value.Kind() != NodeNumber {
			return false
		}
		f, err := strconv.ParseFloat(value.Num(), 64)
		return err == nil && f == 0
	}
	return false
}

// Nullable reports whether the shape itself, wherever it is used without a member's say, stands for null when absent by the
// rules of Smithy 1.0: everything does but booleans and numbers of fixed size that smithy.api#box does not mark.
func (s *Shape) Nullable() bool {
	switch s.Kind {
	case Boolean, Byte, Short, Integer, Long, Float, Double:
		return s.Traits.Has(boxID)
	}
	return true
}
