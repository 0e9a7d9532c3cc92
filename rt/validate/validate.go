// Package validate is what generated Validate methods call. It checks the constraint traits of the Smithy specification
// (@required, @httpLabel, @range, @length, @pattern, @uniqueItems) and gathers what is broken into one [Error].
//
//	func (in *PutThingRequest) Validate() error {
//		v := validate.New("PutThingRequest")
//		in.validate(v)
//		return v.Err()
//	}
//
//	func (in *PutThingRequest) validate(v *validate.Validator) {
//		v.Label("Name", in.Name)
//		v.Pattern("Name", in.Name, &patternName)
//		v.Required("Settings", in.Settings != nil)
//		if in.Age != nil {
//			validate.Range(v, "Age", *in.Age, 60, 21600)
//		}
//		if in.Settings != nil {
//			v.Enter("Settings")
//			in.Settings.validate(v)
//			v.Leave()
//		}
//		for key, value := range in.Tags {
//			v.EnterKey("Tags", key)
//			v.Length(validate.Key, key, 1, 128)
//			v.Length(validate.Self, value, 0, 256)
//			v.Leave()
//		}
//	}
//
// A validator that finds nothing broken allocates nothing, unless it is nested more than a few levels deep or compares
// items by [Unique].
package validate

import "strconv"

// Names that stand for what is no member. They are given in place of a member's name.
const (
	// Self is the value that was entered last itself: the item of a list, the value of a map entry.
	Self = ""
	// Key is the key of the map entry that was entered last.
	Key = "$key"
)

// NoMax and NoMin stand for the bound that a @length trait leaves open.
const (
	NoMax = -1
	NoMin = 0
)

const (
	inlineFrames = 6    // levels of nesting that need no allocation
	maxNesting   = 1000 // levels of nesting that are validated
	maxListed    = 100  // violations of one class that are kept
)

// Validator walks a value along with the code that calls it and gathers the violations. It must not be copied, and not
// be used by several goroutines at once.
type Validator struct {
	shape  string
	inline [inlineFrames]frame
	more   []frame // levels below inline
	depth  int     // of the frame that is open; 0 is the shape itself
	beyond int     // levels entered that are too deep to have a frame

	secret    bool // Secret was called for the next call
	undecided bool // a pattern ran into its time limit
	tooDeep   bool // the violation about nesting was recorded

	kept   []record // in order
	counts [classCount]int
}

// frame is one level of the path.
type frame struct {
	name  string // the member
	key   string // of a map entry
	index int    // of a list item
	kind  frameKind

	hidden bool // nothing below may show a value

	// order is the place of the frame among what its parent holds; the entries of one map share one, since maps have no
	// order. next is the place of what comes next in this frame, and lastMap the map whose entry came last.
	order, next int
	lastMap     string
}

type frameKind uint8

const (
	memberFrame frameKind = iota
	itemFrame
	entryFrame
	hiddenEntryFrame
)

// New begins the validation of a value of the shape with the given name.
func New(shape string) *Validator { return &Validator{shape: shape} }

// Secret says that what the next call is about is @sensitive: no violation shows its value or its key, at most its size.
// Before an Enter method it goes for everything below. It returns v.
func (v *Validator) Secret() *Validator {
	v.secret = true
	return v
}

// Hide says that all that follows, until the Leave of the level that is open, is @sensitive.
func (v *Validator) Hide() { v.frame(v.depth).hidden = true }

// Enter goes down into the member name, a structure or union; every Enter needs its [Validator.Leave]. It reports whether
// the nesting is still within bounds: where shapes are recursive, the caller must go down only if it is, or else a value
// that contains itself would never end. More than 1000 levels are a violation of class [Nesting].
func (v *Validator) Enter(name string) bool {
	return v.push(frame{name: name})
}

// EnterIndex goes down into the item at index of the list name. See [Validator.Enter].
func (v *Validator) EnterIndex(name string, index int) bool {
	return v.push(frame{name: name, index: index, kind: itemFrame})
}

// EnterKey goes down into the value at key of the map name. See [Validator.Enter]. The entries of a map may come in any
// order: the violations are sorted by key.
func (v *Validator) EnterKey(name, key string) bool {
	f := frame{name: name, key: key, kind: entryFrame}
	if v.secret {
		f.kind = hiddenEntryFrame
	}
	return v.push(f)
}

// Leave goes back up to where the last Enter went down from.
func (v *Validator) Leave() {
	v.secret = false
	switch {
	case v.beyond > 0:
		v.beyond--
	case v.depth > 0:
		v.depth--
	}
}

// Err returns nil if nothing is broken, else an [*Error] with every violation. The validator is used up.
func (v *Validator) Err() error {
	if v.kept == nil {
		return nil
	}
	violations := make([]Violation, len(v.kept))
	for i, kept := range v.kept {
		violations[i] = kept.violation
	}
	return &Error{Shape: v.shape, Violations: violations, counts: v.counts}
}

// frame returns the open frame at depth.
func (v *Validator) frame(depth int) *frame {
	if depth < inlineFrames {
		return &v.inline[depth]
	}
	return &v.more[depth-inlineFrames]
}

func (v *Validator) push(f frame) bool {
	if v.beyond > 0 || v.depth >= maxNesting {
		v.pushTooDeep()
		return false
	}
	parent := v.frame(v.depth)
	f.hidden = parent.hidden || v.secret
	v.secret = false
	isEntry := f.kind >= entryFrame
	if !isEntry || parent.lastMap != f.name || parent.next == 0 {
		parent.next++
	}
	parent.lastMap = Key // no map has this name
	if isEntry {
		parent.lastMap = f.name
	}
	f.order = parent.next
	v.depth++
	if v.depth < inlineFrames {
		v.inline[v.depth] = f
		return true
	}
	v.more = append(v.more[:v.depth-inlineFrames], f)
	return true
}

func (v *Validator) pushTooDeep() {
	v.secret = false
	if v.beyond++; !v.tooDeep {
		v.tooDeep = true
		v.broken(Self, Nesting, "is nested more than "+strconv.Itoa(maxNesting)+" levels deep")
	}
}
