// AWS's partitions: the facts are in partitions.go, which `make partitions FILE=partitions.json` prints anew.

package endpoints

import "strings"

// Partition is a group of Regions of AWS that has DNS names of its own.
type Partition struct {
	Name                 string // such as "aws"
	DNSSuffix            string // such as "amazonaws.com"
	DualStackDNSSuffix   string // of endpoints that have IPv6 beside IPv4
	ImplicitGlobalRegion string // the Region of services that have none
	SupportsFIPS         bool
	SupportsDualStack    bool
}

// PartitionOf returns the partition of a Region: the one that knows its name, or otherwise the one whose Regions are named
// like it, or otherwise the partition "aws". What it points to must not be changed. It is always there; the second result is
// what the rules ask for.
func PartitionOf(region string) (*Partition, bool) {
	i := named(region)
	if i < 0 {
		i = likeOthers(region)
	}
	if i < 0 {
		i = usual
	}
	return &partitions[i], true
}

// likeOthers returns the partition whose Regions' names are a prefix, a word and a number, as in "us-west-2"; -1 for none.
func likeOthers(region string) int {
	last := strings.LastIndexByte(region, '-')
	if last < 0 || !all(region[last+1:], digit) {
		return -1
	}
	word := strings.LastIndexByte(region[:last], '-')
	if word < 0 || !all(region[word+1:last], wordCharacter) {
		return -1
	}
	return prefixed(region[:word])
}

// all reports whether s is not empty and has only such bytes.
func all(s string, such func(byte) bool) bool {
	for i := range len(s) {
		if !such(s[i]) {
			return false
		}
	}
	return s != ""
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func wordCharacter(c byte) bool { return alphanumeric(c) || c == '_' }
