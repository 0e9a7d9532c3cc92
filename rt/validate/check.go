package validate

import (
	"strconv"
	"unicode/utf8"
)

// This file is the checks that are methods. None of them shows a value.

// Required records a violation if a member with @required is absent.
func (v *Validator) Required(name string, present bool) {
	v.secret = false
	if !present {
		v.broken(name, Required, "is required, but absent")
	}
}

// Label records a violation if a member with @httpLabel is absent or empty: it is part of the path, which would become
// that of another resource. It reports whether there is a value to check further.
func (v *Validator) Label(name, value string) bool {
	v.secret = false
	if value == "" {
		v.broken(name, Labels, "is empty, but part of the path")
	}
	return value != ""
}

// Length checks the @length of a string: from low to high characters, which are Unicode code points. high is [NoMax]
// where there is no bound.
func (v *Validator) Length(name, value string, low, high int) {
	v.secret = false
	// A character has one to four bytes, so most values need no counting.
	if bytes := len(value); (bytes <= high || high < 0) && low <= (bytes+3)/4 {
		return
	}
	v.size(name, utf8.RuneCountInString(value), low, high, "character", "characters")
}

// Bytes checks the @length of a blob of size bytes. See [Validator.Length].
func (v *Validator) Bytes(name string, size, low, high int) {
	v.secret = false
	v.size(name, size, low, high, "byte", "bytes")
}

// Size checks the @length of a list or map of size entries. See [Validator.Length].
func (v *Validator) Size(name string, size, low, high int) {
	v.secret = false
	v.size(name, size, low, high, "entry", "entries")
}

func (v *Validator) size(name string, size, low, high int, one, many string) {
	if size >= low && (size <= high || high < 0) {
		return
	}
	text := "has " + strconv.Itoa(size) + " " + many
	if size == 1 {
		text = "has 1 " + one
	}
	if size < low {
		text += ", fewer than " + strconv.Itoa(low)
	} else {
		text += ", more than " + strconv.Itoa(high)
	}
	v.broken(name, Lengths, text)
}

// maxPatternShown is how many characters of a pattern a violation shows.
const maxPatternShown = 120

// Pattern checks the @pattern of a string. The violation shows the pattern and the size of the value. Once a pattern has
// run into its time limit, no other that could is tried for the rest of the validation, so that a value of many parts
// takes no longer than one of them may.
func (v *Validator) Pattern(name, value string, pattern Matcher) {
	secret := v.concealed()
	own, timely := pattern.(*Pattern)
	if v.undecided && !timely || timely && own.remembers(value) {
		return
	}
	switch pattern.Match(value) {
	case Matches:
		if timely && !secret {
			own.remember(value)
		}
	case Differs:
		v.broken(name, Patterns, patternText(value, pattern, "does not match"))
	case NoVerdict:
		v.undecided = true
		v.broken(name, Undecided, patternText(value, pattern, "could not be matched in the time allowed with"))
	}
}

func patternText(value string, pattern Matcher, verb string) string {
	return verb + " the pattern " + shortened(pattern.Text(), maxPatternShown) +
		" (it has " + quantity(utf8.RuneCountInString(value), "character") + ")"
}
