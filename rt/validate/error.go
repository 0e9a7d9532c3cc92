package validate

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

// This file is what a caller sees of broken constraints.

// Class is a kind of constraint, or a set of kinds: rt.SkipValidation(validate.Patterns|validate.Lengths).
type Class uint

// The classes.
const (
	// Required members that are absent.
	Required Class = 1 << iota
	// Labels are members that become part of the path, and must not be empty.
	Labels
	// Ranges of numbers.
	Ranges
	// Lengths of strings, blobs, lists and maps.
	Lengths
	// Patterns that strings must match.
	Patterns
	// UniqueItems are lists in which no item may be there twice.
	UniqueItems
	// Nesting deeper than 1000 levels, which only a value that contains itself comes to.
	Nesting
	// Undecided are strings for which a pattern that needs a backtracking engine found no answer in the time allowed. A
	// client need not hold a request back for them; a server should not let them pass.
	Undecided

	classEnd

	// All is every class.
	All = classEnd - 1
)

const classCount = 8

// number is the place of a single class among the classes.
func (c Class) number() int { return bits.TrailingZeros(uint(c)) }

var classNames = [classCount]string{
	"required", "labels", "ranges", "lengths", "patterns", "unique items", "nesting", "undecided",
}

// String lists the names of the classes in c.
func (c Class) String() string {
	var names []string
	for i, name := range classNames {
		if c&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Violation is one constraint that a value breaks.
type Violation struct {
	// Path leads to the value from the shape that was validated, as in Rules[3].Tags["a"].Value. The keys of @sensitive
	// maps are not in it.
	Path string
	// Class is the one class of the constraint.
	Class Class
	// Message says what is wrong, without the value if that is @sensitive. It continues a sentence that Path begins.
	Message string
}

// String returns the path and the message.
func (v Violation) String() string {
	if v.Path == "" {
		return v.Message
	}
	return v.Path + ": " + v.Message
}

// Error lists the constraints of the model that a value breaks.
type Error struct {
	// Shape is the name of the structure that was validated.
	Shape string
	// Violations are in the order of the model, with map entries by key and list items by index. Of each class the first
	// hundred are there; Count has them all.
	Violations []Violation

	counts [classCount]int // by class; zero if the error was not made by a Validator
}

// Count is how many constraints are broken, those that are not listed included.
func (e *Error) Count() int {
	total := 0
	for _, n := range e.counts {
		total += n
	}
	return max(total, len(e.Violations))
}

// Error lists the violations, one a line, a hundred at most.
func (e *Error) Error() string {
	total := e.Count()
	listed := e.Violations[:min(len(e.Violations), maxListed)]
	var b strings.Builder
	b.WriteString(e.Shape)
	if total == 1 {
		b.WriteString(": 1 constraint is broken\n")
	} else {
		b.WriteString(": " + strconv.Itoa(total) + " constraints are broken\n")
	}
	for _, violation := range listed {
		b.WriteString("\t" + violation.String() + "\n")
	}
	if rest := total - len(listed); rest > 0 {
		b.WriteString("\tand " + strconv.Itoa(rest) + " more\n")
	}
	if slices.ContainsFunc(e.Violations, func(v Violation) bool { return v.Class == Labels }) {
		b.WriteString("(nothing was sent)") // without a label there is no path to send it to
	} else {
		b.WriteString("(nothing was sent; rt.SkipValidation sends it all the same)")
	}
	return b.String()
}

// Without returns the error that is left when violations of the classes in c do not count: nil if there are no others.
// e itself stays as it is.
func (e *Error) Without(c Class) error {
	left := &Error{Shape: e.Shape, counts: e.counts}
	for i := range left.counts {
		if c&(1<<i) != 0 {
			left.counts[i] = 0
		}
	}
	for _, v := range e.Violations {
		if c&v.Class == 0 {
			left.Violations = append(left.Violations, v)
		}
	}
	if left.Count() == 0 {
		return nil
	}
	return left
}
