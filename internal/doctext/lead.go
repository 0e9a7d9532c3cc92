package doctext

// This file joins a name and its documentation into a sentence.

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// leadFirst puts the first paragraph that tells what the thing is before the notices and titles that precede it. What
// the paragraph introduces (a list, code) moves with it.
func leadFirst(blocks []block) []block {
	for i, b := range blocks {
		if b.kind != paragraph || b.notice || b.title {
			continue
		}
		if i == 0 {
			return blocks
		}
		end := i + 1
		for end < len(blocks) && blocks[end].kind >= list {
			end++
		}
		out := append([]block(nil), blocks[i:end]...)
		for _, before := range blocks[:i] {
			if !before.title {
				out = append(out, before)
			}
		}
		return append(out, blocks[end:]...)
	}
	return blocks
}

// withName makes the first block begin with the name.
func (r *renderer) withName(name string, blocks []printed) []printed {
	if blocks[0].kind != paragraph {
		intro := printed{words: []string{name, "is", "described", "here."}, own: true}
		return append([]printed{intro}, blocks...)
	}
	first := &blocks[0]
	first.words = r.join(name, first.words, first.inCode)
	first.title = false
	return blocks
}

// join puts the name before the first sentence and fits them together.
func (r *renderer) join(name string, words []string, inCode bool) []string {
	if words[0] == name {
		return words
	}
	sentence := words[:sentenceEnd(words)]
	kind := r.opts.Kind
	if n := subject(sentence, name); n > 0 {
		return with([]string{name}, words[n:])
	}
	if inCode || kind != Operation && kind != Error && isNamed(sentence) {
		return dashed(name, words)
	}
	first := sentence[0]
	if isPlainWord(first) && !properNouns[first] {
		first = lower(first)
	}
	says := kind == Error || kind == Constant
	switch {
	case isVerb(sentence, kind):
		return with([]string{name, first}, words[1:])
	case kind == Operation && imperatives[first] && len(sentence) > 1:
		return with([]string{name, thirdPerson(first)}, words[1:])
	case isParticiple(first) && len(sentence) > 1 && kind != Operation && !hasVerb(sentence[:2]):
		return with([]string{name, "is", first}, words[1:])
	case says && openers[first] != opensOther && (openers[first] == opensClause || hasVerb(sentence)):
		return with(append([]string{name}, append(saying(kind), first)...), words[1:])
	case kind == Operation || kind == Error || hasVerb(sentence) && !(contents[first] && !hasVerb(sentence[:2])):
		return dashed(name, words)
	}
	return nounPhrase(name, first, words)
}

// isNamed reports whether a sentence begins with a proper noun, in front of which a name has no place.
func isNamed(sentence []string) bool {
	return !isPlainWord(sentence[0]) && (len(sentence) < 2 || !contents[trimPunct(sentence[1])]) || properNouns[sentence[0]]
}

// isParticiple reports whether a word is one such as "returned".
func isParticiple(word string) bool {
	return strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "eed")
}

// nounPhrase joins a name and a phrase such as "The state of a function".
func nounPhrase(name, first string, words []string) []string {
	second := ""
	if len(words) > 1 {
		second = trimPunct(words[1])
	}
	switch {
	case first == "the" && contents[second]:
		return with([]string{name, "holds", first}, words[1:])
	case openers[first] == opensPhrase:
		return with([]string{name, "is", first}, words[1:])
	case articles[first] != "":
		return with([]string{name, "is", articles[first], first}, words[1:])
	case contents[first] || contents[second] && second == lower(second):
		return with([]string{name, "holds", first}, words[1:])
	}
	return dashed(name, words)
}

// dashed is the form for text that makes no sentence with its name.
func dashed(name string, words []string) []string { return with([]string{name, "-"}, words) }

// saying is how an error or a constant leads to a sentence.
func saying(kind Kind) []string {
	if kind == Constant {
		return []string{"means", "that"}
	}
	return []string{"says", "that"}
}

func with(first, rest []string) []string {
	return append(first, rest...)
}

// subject returns how many words at the start name the thing itself ("This operation", "The PutThing action"), if a
// verb comes after them, or 0.
func subject(words []string, name string) int {
	if len(words) < 3 || words[0] != "This" && words[0] != "The" {
		return 0
	}
	n := 1
	switch {
	case words[0] == "This" && words[1] == "is":
		return 1
	case words[n] == name:
		if n++; things[words[n]] {
			n++
		}
	case words[0] == "The":
		return 0
	case words[n] == "API" && things[words[n+1]], words[n] == "data" && words[n+1] == "type":
		n += 2
	case things[words[n]]:
		n++
	default:
		return 0
	}
	if n >= len(words) || !isThirdPerson(words[n]) && !auxiliaries[words[n]] {
		return 0
	}
	return n
}

// isVerb reports whether a sentence begins with a verb in the third person, as in "Updates the state". Plural nouns
// end in s as well; what follows tells them apart.
func isVerb(words []string, kind Kind) bool {
	first := lower(trimPunct(words[0]))
	if !isThirdPerson(first) || openers[first] != 0 || len(words) < 2 && kind != Operation {
		return false
	}
	if kind == Operation || verbs[first] && !(contents[first] && clauses[words[1]]) {
		return true
	}
	return !contents[first] && determiners[words[1]]
}

// hasVerb reports whether a sentence has a finite verb of its own, before any word that opens a clause about a noun.
// It errs on the side of verbs: a sentence taken for a noun phrase reads worse than the other way round.
func hasVerb(sentence []string) bool {
	before := sentence[0]
	for _, word := range sentence[1:] {
		word = trimPunct(word)
		if clauses[word] {
			return false
		}
		if auxiliaries[word] || verbs[word] && !nouns[word] || past[word] && !adjectives[lower(before)] {
			return true
		}
		before = word
	}
	return false
}

// isThirdPerson reports whether a word in lower case can be a verb in the third person.
func isThirdPerson(word string) bool {
	return len(word) > 2 && word[len(word)-1] == 's' && word[len(word)-2] != 's' && word[len(word)-2] != '\'' &&
		word == lower(word) && word != "this" && word != "its"
}

// thirdPerson returns the third person of a verb.
func thirdPerson(verb string) string {
	switch {
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "sh"):
		return verb + "es"
	case strings.HasSuffix(verb, "y") && !strings.HasSuffix(verb, "oy") && !strings.HasSuffix(verb, "ay"):
		return verb[:len(verb)-1] + "ies"
	}
	return verb + "s"
}

// isPlainWord reports whether a word is a capital and small letters, perhaps with a comma or colon: one that may be written in
// lower case without loss.
func isPlainWord(word string) bool {
	word = strings.TrimRight(word, ",:")
	if word == "" || word[0] < 'A' || word[0] > 'Z' {
		return false
	}
	for _, c := range word[1:] {
		if !unicode.IsLower(c) {
			return false
		}
	}
	return true
}

func lower(word string) string { return strings.ToLower(word) }

func trimPunct(word string) string { return strings.Trim(word, ".,;:()\"") }

// sentenceEnd returns how many of the words make the first sentence.
func sentenceEnd(words []string) int {
	for i, word := range words {
		if i+1 == len(words) {
			break
		}
		bare := strings.TrimRight(word, ")\"'\u201d")
		if bare == "" || !strings.ContainsRune(".!?", rune(bare[len(bare)-1])) || abbreviations[bare] {
			continue
		}
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(words[i+1], "[(\"'\u201c"))
		if len(bare) > 2 && !unicode.IsLower(next) {
			return i + 1
		}
	}
	return len(words)
}
