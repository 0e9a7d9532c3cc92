//go:build full

// CloudFormation (awsQuery): stacks in a reply, and parameters in a request.

package calls

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	peercloudformation "github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/smithwright/smithwright/bench/testdata/cloudformation"
	"github.com/smithwright/smithwright/rt"
)

const (
	stacks     = 50
	parameters = 60 // of a request
)

func cloudformationClients(doer Doer) (*cloudformation.Client, *peercloudformation.Client, error) {
	ours, err := cloudformation.New(cloudformation.Config{
		Region: region, Credentials: credentials(), Options: rt.Options{HTTPClient: doer},
	})
	if err != nil {
		return nil, nil, err
	}
	cfg, err := peerConfig(doer)
	return ours, peercloudformation.NewFromConfig(cfg), err
}

func describeStacks(doer Doer) (Pair, error) {
	ours, theirs, err := cloudformationClients(doer)
	if err != nil {
		return Pair{}, err
	}
	return Pair{
		Ours: func(ctx context.Context) (any, error) {
			return ours.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{})
		},
		Peer: func(ctx context.Context) (any, error) {
			return theirs.DescribeStacks(ctx, &peercloudformation.DescribeStacksInput{})
		},
	}, nil
}

func createStack(doer Doer) (Pair, error) {
	ours, theirs, err := cloudformationClients(doer)
	if err != nil {
		return Pair{}, err
	}
	template := strings.Repeat("  # a line of a template: \"quoted\", with {braces} & more\n", 100)
	in := &cloudformation.CreateStackInput{StackName: new("orders"), TemplateBody: &template}
	peerIn := &peercloudformation.CreateStackInput{StackName: new("orders"), TemplateBody: &template}
	for i := range parameters {
		key, value := new(fmt.Sprintf("Parameter%d", i)), new(fmt.Sprintf("arn:aws:sqs:us-west-2:123456789012:orders-%d", i))
		in.Parameters = append(in.Parameters, cloudformation.Parameter{ParameterKey: key, ParameterValue: value})
		peerIn.Parameters = append(peerIn.Parameters, types.Parameter{ParameterKey: key, ParameterValue: value})
	}
	return Pair{
		Ours: func(ctx context.Context) (any, error) { return ours.CreateStack(ctx, in) },
		Peer: func(ctx context.Context) (any, error) { return theirs.CreateStack(ctx, peerIn) },
	}, nil
}

const (
	stackID      = "arn:aws:cloudformation:us-west-2:123456789012:stack/orders-%02d/0f1e2d3c-4b5a-4978-8796-%012[1]d"
	queryHead    = `<%[1]sResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><%[1]sResult>`
	queryTail    = `</%[1]sResult><ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId></ResponseMetadata></%[1]sResponse>`
	oneParameter = "<member><ParameterKey>Parameter%d</ParameterKey><ParameterValue>value-%d-%[1]d</ParameterValue></member>"
	oneOutput    = "<member><OutputKey>Queue%d</OutputKey><OutputValue>https://sqs.us-west-2.amazonaws.com/123456789012/orders-%d-%[1]d</OutputValue>" +
		"<Description>where orders of shard %[1]d go</Description><ExportName>orders-%[2]d-%[1]d</ExportName></member>"
	oneTag = "<member><Key>team-%d</Key><Value>orders &amp; billing %d</Value></member>"
)

var createStackReply = fmt.Appendf(nil, queryHead+"<StackId>"+fmt.Sprintf(stackID, 7)+"</StackId>"+queryTail, "CreateStack")

// describeStacksReply is a page of stacks, each with eight parameters, five outputs and six tags, of about 140 KB. As the
// service does, it leaves no space between elements of a list and breaks lines between those of a stack.
func describeStacksReply() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, queryHead+"<Stacks>", "DescribeStacks")
	for i := range stacks {
		created := time.Date(2026, time.March, 4, 5, 6, 7, 123_000_000, time.UTC).Add(time.Duration(i) * time.Hour)
		fmt.Fprintf(&b, "<member>\n  <StackId>"+stackID+"</StackId>\n  <StackName>orders-%02[1]d</StackName>\n  <Description>the queues and tables of shard %[1]d</Description>\n", i)
		fmt.Fprintf(&b, "  <CreationTime>%[1]s</CreationTime>\n  <LastUpdatedTime>%[1]s</LastUpdatedTime>\n", created.Format("2006-01-02T15:04:05.000Z"))
		b.WriteString("  <StackStatus>UPDATE_COMPLETE</StackStatus>\n  <DisableRollback>false</DisableRollback>\n" +
			"  <EnableTerminationProtection>true</EnableTerminationProtection>\n" +
			"  <Capabilities><member>CAPABILITY_IAM</member><member>CAPABILITY_NAMED_IAM</member></Capabilities>\n" +
			"  <DriftInformation><StackDriftStatus>NOT_CHECKED</StackDriftStatus></DriftInformation>\n" +
			"  <RollbackConfiguration/>\n  <NotificationARNs/>\n")
		several := func(name, one string, n int) {
			b.WriteString("  <" + name + ">")
			for j := range n {
				fmt.Fprintf(&b, one, j, i)
			}
			b.WriteString("</" + name + ">\n")
		}
		several("Parameters", oneParameter, 8)
		several("Outputs", oneOutput, 5)
		several("Tags", oneTag, 6)
		b.WriteString("</member>")
	}
	fmt.Fprintf(&b, "</Stacks>"+queryTail, "DescribeStacks")
	return b.Bytes()
}
