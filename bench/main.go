// Command bench measures this project beside its peers and prints the table of ratios. `make bench` at the repository's
// root runs it; by itself:
//
//	go run . [-rows a,b,...] [-reps N] [-peer-ec2]
//
// The rows:
//
//	a  one UpdateFunctionEventInvokeConfig, signing included, on a transport that answers at once
//	b  one ListFunctions with 50 functions in the reply, with the package of the full Lambda model
//	c  compiling that package: time, memory, lines
//	d  the size of a program that makes one call, beyond that of a program that uses net/http alone
//	e  generating that package, in a process of its own
//	f  reading, assembling and validating the model of S3, and all models that are there
//	g  reading Smithy IDL
//	h  generating the packages of all services that AWS publishes in Smithy, and what a second run takes
//	i  the lines of packages with documentation
//	j  compiling the package of EC2, which has 800 operations
//	k  DynamoDB (awsJson1_0): one Query with 100 items in the reply
//	l  S3 (restXml): one ListObjectsV2 with 1,000 keys in the reply
//	m  CloudFormation (awsQuery): one DescribeStacks with 50 stacks in the reply
//	n  CloudWatch (rpcv2Cbor): one GetMetricData with 5,000 datapoints in the reply
//	o  what a program that makes one call links of a package, for each protocol
//	p  an endpoint resolved by the rules of Lambda, and of S3 for three sorts of buckets
//
// The peer is aws-sdk-go-v2's client of the same service, and for (e) and (h) the generator of aws-sdk-go v1. Each number is
// a median; both sides take turns, so that a busy machine is busy for both. The models are looked for in ../shared, beside
// the repository; without them only a, d and g can be measured.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// report is what a row adds to what is printed.
type report struct {
	rows  []row
	notes []string // below the table
}

// bench is one of the rows of the bar.
type bench struct {
	name    string
	reps    int  // how often, unless the command line says
	full    bool // needs the models of AWS
	measure func(ctx context.Context, w *workspace, reps int) (report, error)
}

var benches = []bench{
	{"a", 15, false, measureUpdate},
	{"b", 15, true, replies("b", "list", listBar)},
	{"c", 3, true, measureCompile},
	{"d", 1, false, measureSize},
	{"e", 11, true, measureGenerator},
	{"f", 7, true, measureReading},
	{"g", 5, false, measureIDL},
	{"h", 3, true, measureAll},
	{"i", 1, true, measureLines},
	{"j", 3, true, measureEC2},
	{"k", 15, true, replies("k", "DynamoDB", queryBar)},
	{"l", 15, true, replies("l", "S3", xmlBar)},
	{"m", 15, true, replies("m", "CloudFormation", xmlBar)},
	{"n", 15, true, replies("n", "CloudWatch", cborBar)},
	{"o", 1, true, measureReach},
	{"p", 15, true, measureEndpoints},
}

func run(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	names := flags.String("rows", allRows(), "which `ROWS` to measure")
	reps := flags.Int("reps", 0, "how often each side has its turn\n(default: 15 times for calls, 11 for e, 7 for f, 5 for g, 3 for c, h and j)")
	peerEC2 := flags.Bool("peer-ec2", false, "in row j, compile the peer's package, too: once, with 3 GB and over a minute")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := choose(*names)
	if err != nil {
		return err
	}
	w, err := newWorkspace(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	w.peerEC2 = *peerEC2

	var all report
	for _, b := range chosen {
		if b.full && !w.full {
			fmt.Fprintf(os.Stderr, "bench: row %s is left out: the models of AWS are not there: %s\n", b.name, w.model())
			continue
		}
		fmt.Fprintf(os.Stderr, "measuring (%s) …\n", b.name)
		n := b.reps
		if *reps > 0 {
			n = *reps
		}
		r, err := b.measure(ctx, w, n)
		if err != nil {
			return fmt.Errorf("row %s: %w", b.name, err)
		}
		all.rows = append(all.rows, r.rows...)
		all.notes = append(all.notes, r.notes...)
	}
	fmt.Print(markdown(all))
	return nil
}

// allRows names all rows, as the command line does.
func allRows() string {
	var names []string
	for _, b := range benches {
		names = append(names, b.name)
	}
	return strings.Join(names, ",")
}

// choose finds the rows that the command line names.
func choose(names string) ([]bench, error) {
	var chosen []bench
	for name := range strings.SplitSeq(names, ",") {
		found := false
		for _, b := range benches {
			if b.name == strings.TrimSpace(name) {
				chosen, found = append(chosen, b), true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no row %q: they are %s", name, allRows())
		}
	}
	return chosen, nil
}
