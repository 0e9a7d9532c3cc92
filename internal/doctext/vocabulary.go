package doctext

// This file holds the words by which the first sentence of documentation is understood.

import "strings"

// wordSet makes a set of the words in list.
func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// What a word in lower case opens at the start of a sentence.
const (
	opensPhrase = 1 + iota // a noun phrase or a sentence
	opensClause            // a sentence
	opensOther             // neither: it may be in lower case, but a name cannot stand before it
)

var openers = openings(map[int]string{
	opensPhrase: "a an the one any",
	opensClause: "you your there no each some all another too it lambda's",
	opensOther:  "this these those if when for to in with as is use not currently after before only at by on always",
})

// openings makes one map of the lists of openers.
func openings(lists map[int]string) map[string]int {
	set := make(map[string]int)
	for kind, list := range lists {
		for word := range wordSet(list) {
			set[word] = kind
		}
	}
	return set
}

// articles are singular nouns that documentation leaves bare at its start.
var articles = map[string]string{
	"list": "a", "container": "a", "summary": "a", "wrapper": "a", "set": "a", "map": "a", "collection": "a",
	"object": "an", "structure": "a", "union": "a", "response": "the", "request": "the",
}

var (
	// things are what documentation calls the shape that it is about.
	things = wordSet(`operation action api API type structure exception error object element resource value enum union
		request response call method command event message parameter`)

	// contents are nouns that a structure holds.
	contents = wordSet(`details information configuration configurations settings options specific statistics metadata
		data parameters properties specifications limits errors results contents content metrics additional optional
		attributes messages tags counts criteria`)

	// determiners follow a verb but not a plural noun.
	determiners = wordSet("a an the one this these each all any how what when whether which where who your")

	// clauses open a clause that says something about a noun.
	clauses = wordSet("that which who whose where when whether if while because unless until")

	auxiliaries = wordSet(`is are was were has have had does do did can cannot can't could couldn't must should would
		may might isn't aren't wasn't weren't doesn't don't didn't hasn't haven't shouldn't won't will be`)

	// verbs in the third person that begin documentation, or that follow a noun there.
	verbs = wordSet(`adds allows applies asks associates begins belongs carries causes changes combines configures
		conflicts consists contains controls corresponds counts creates declares defines deletes denotes depends
		describes determines directs disables displays enables encapsulates encloses exceeds exists expects fails
		gives grants groups helps holds identifies includes indicates invokes keeps lets limits links lists makes
		manages maps marks matches means names occurs overrides performs points prevents provides reads receives
		refers removes replaces reports represents requires restricts retains returns runs says selects sends sets
		shows specifies specify starts stands states stops stores summarizes supplies supports takes tells triggers
		updates uses wraps writes`)

	// nouns are the verbs of that list that are more often plural nouns when they are not the first word.
	nouns = wordSet(`changes controls counts groups limits links lists maps marks matches names points reads reports
		runs sets starts states stops stores supports triggers updates uses writes`)

	// past are verbs in the past that make a sentence more often than they describe a noun.
	past = wordSet("exceeded failed occurred received throttled made got detected expired encountered ended")

	// adjectives come before a participle that describes a noun, as in "a failed call".
	adjectives = wordSet("a an the for of from with to in on by any each all and or")

	// properNouns are capitalised words at the start of documentation that stay so inside a sentence.
	properNouns = wordSet("Amazon Lambda Kinesis Glacier Route Dynamo Kafka Apache Polly Microsoft Unicode Java Python Linux")

	// imperatives begin the documentation of an operation where it should have the third person.
	imperatives = wordSet(`abort accept add allow apply associate attach authorize cancel change check clear complete
		configure confirm copy create decrypt delete deregister describe detach disable disassociate enable encrypt
		end generate get grant import export initiate invoke list lock merge modify move publish put query read
		register reject release remove rename replace reset restore resume retrieve return revoke rotate run schedule
		search select send set sign start stop submit suspend synthesize tag terminate test unlock untag update upload
		validate verify`)

	abbreviations = wordSet("e.g. i.e. etc. vs. Inc. cf. approx. ex. incl. resp. No.")
)
