// Package pattern decides, when code is generated, how the @pattern trait of a Smithy model is checked at run time.
//
// A @pattern is an ECMA 262 regular expression with the u flag, found anywhere in the value unless it is anchored. Models
// written with the reference implementation in mind also use what only java.util.regex knows. A pattern is therefore read
// in the first of three dialects that accepts it:
//
//  1. ECMA 262 with the u flag, to the letter;
//  2. the same with the additions of java.util.regex (possessive quantifiers, inline flags, nested character classes,
//     POSIX names such as \p{Alnum}, \Q..\E, \A, \z, octal escapes, escapes of what needs none);
//  3. the same with the leniency of ECMA 262 without the u flag (lone brackets and braces, [^] and []).
//
// Where two dialects give a construct different meanings, the one of ECMA 262 holds, in every dialect: $ is the end of the
// value and nothing before it, . stops at the four line terminators, \d, \w and \b are about ASCII and \s is not.
//
// The steps are: parse.go and class.go read a pattern into the tree of tree.go; simplify.go drops what cannot change
// whether a value matches; re2.go and ecma.go print the tree for Go's regexp and for regexp2; translate.go chooses.
package pattern
