// Package calls makes the calls that are measured: the same one through this project's client and through that of
// aws-sdk-go-v2, with the same credentials, the same way to send, and the same canned reply.
package calls

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/google/go-cmp/cmp"
)

const region = "us-west-2"

// Pair is one call, made by both sides. Each function makes it once and returns its output.
type Pair struct {
	Name string
	Ours func(context.Context) (any, error)
	Peer func(context.Context) (any, error)

	silent bool // the output has no members
}

// Agree makes the call on both sides and returns an error unless both read the same from the reply, and something.
func (p Pair) Agree(ctx context.Context) error {
	ours, err := p.Ours(ctx)
	if err != nil {
		return fmt.Errorf("ours: %w", err)
	}
	peer, err := p.Peer(ctx)
	if err != nil {
		return fmt.Errorf("the peer's: %w", err)
	}
	a, b := plain(reflect.ValueOf(ours)), plain(reflect.ValueOf(peer))
	if diff := cmp.Diff(b, a); diff != "" {
		return fmt.Errorf("the two sides read the reply differently (-peer +ours):\n%s", diff)
	}
	if fields, ok := a.(map[string]any); !p.silent && (!ok || len(fields) == 0) {
		return errors.New("neither side read anything from the reply")
	}
	return nil
}

// A call is what a pair is made of.
type call struct {
	name  string
	make  func(Doer) (Pair, error)
	reply canned
	bare  bool // sent by a Doer that is no *http.Client
}

var updates = []call{
	{name: "update", make: update, reply: reply("application/json", updateReply)},
	{name: "update, bare Doer", make: update, reply: reply("application/json", updateReply), bare: true},
	{name: "update, with all on", make: updateWithAll, reply: reply("application/json", updateReply)},
}

// All returns the calls there are: those of the clients of whole services only with the build tag full.
func All() ([]Pair, error) {
	var pairs []Pair
	for _, c := range append(updates, full...) {
		var doer Doer = stub{c.reply}
		if !c.bare {
			doer = &http.Client{Transport: stub{c.reply}}
		}
		pair, err := c.make(doer)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		pair.Name = c.name
		pairs = append(pairs, pair)
	}
	return append(pairs, endpoints()...), nil
}

// Doer sends requests: an *http.Client, or less.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// credentials are AWS's documented examples, for both sides.
func credentials() aws.CredentialsProvider {
	return aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}, nil
	}))
}

// peerConfig is what the clients of aws-sdk-go-v2 are made from, as its users do.
func peerConfig(doer Doer) (aws.Config, error) {
	cfg, err := config.LoadDefaultConfig(context.Background(),
		config.WithRegion(region), config.WithCredentialsProvider(credentials()),
		config.WithSharedConfigFiles([]string{}), config.WithSharedCredentialsFiles([]string{}))
	cfg.HTTPClient = doer
	return cfg, err
}
