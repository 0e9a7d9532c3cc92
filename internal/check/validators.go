// The list of all validators, in the order in which they run. What each finds stands in docs/validators.md.

package check

import "slices"

// validator is one check of a whole model.
type validator struct {
	run func(*pass)
	// finds are the event ids of its findings, which may go on behind a dot; one that ends in "_" is a beginning. A validator
	// that a model brings along gives its findings ids of its own besides.
	finds []string
}

// stages returns the groups of validators in the order in which they run. Where one finds an error, the later ones do not run,
// since their findings would only repeat it. The last group goes on whatever it finds.
func stages() [][]validator {
	return [][]validator{
		formValidators,
		metadataValidators,
		slices.Concat(criticalValidators, otherValidators()),
	}
}

// otherValidators returns those behind the critical ones, in the order of the files that hold them.
func otherValidators() []validator {
	return slices.Concat(traitValidators, httpValidators, serviceValidators, endpointValidators, dataValidators,
		typedMetadataValidators, customValidators)
}

// formValidators find trait values that have not even the form of the trait, or contradict themselves: with such values nothing
// else can be said about the model. Mentions of deprecated shapes are reported whatever else is wrong.
var formValidators = []validator{
	{(*pass).checkTraitForms, []string{"Model"}},
	{(*pass).checkDeprecatedShapes, []string{"DeprecatedShape"}},
	{(*pass).checkRuleForms, []string{"Model"}},
}

// metadataValidators read what the model says about validation. They run before what depends on it.
var metadataValidators = []validator{
	{(*pass).loadMetadata, []string{"Model", "UnknownValidator_"}},
}

// criticalValidators are about what all others depend on, so their findings come first.
var criticalValidators = []validator{
	{(*pass).checkTraitValues, []string{"TraitValue"}},
	{(*pass).checkTraitTargets, []string{"TraitTarget"}},
	{(*pass).checkTraitConflicts, []string{"TraitConflict"}},
	{(*pass).checkExclusiveMembers, []string{"ExclusiveStructureMemberTrait"}},
	{(*pass).checkEnumShapes, []string{"EnumShape"}},
	{(*pass).checkDefaults, []string{"DefaultTrait"}},
	{(*pass).checkIDConflicts, []string{"ShapeIdConflict"}},
	{(*pass).checkSingleBindings, []string{"SingleOperationBinding", "SingleResourceBinding"}},
}

// traitValidators are about traits that may be anywhere.
var traitValidators = []validator{
	{(*pass).checkEnumTraits, []string{"EnumTrait", "EnumNamesPresent"}},
	{(*pass).checkConstraints, []string{"LengthTrait", "RangeTrait", "PatternTrait", "MediaType"}},
	{(*pass).checkJSONNames, []string{"JsonName"}},
	{(*pass).checkXMLNames, []string{"XmlNamespaceTrait", "XmlFlattenedTrait"}},
	{(*pass).checkTraitStates, []string{"DeprecatedTrait", "UnstableTrait"}},
	{(*pass).checkPrivateAccess, []string{"PrivateAccess"}},
	{(*pass).checkBreakingChanges, []string{"TraitBreakingChanges"}},
	{(*pass).checkTraitValidators, []string{"TraitValidators"}},
	{(*pass).checkExamples, []string{"ExamplesTrait"}},
	{(*pass).checkProtocolTests, []string{"HttpRequestTestsInput", "HttpResponseTestsOutput", "HttpResponseTestsError"}},
	{(*pass).checkProtocolTestIDs, []string{"UniqueProtocolTestCaseId"}},
}

// httpValidators are about HTTP bindings, streams, pagination, authentication, operations and waiters.
var httpValidators = []validator{
	{(*pass).checkTemplates, []string{"Model"}},
	{(*pass).checkURIFormat, []string{"HttpUriFormat"}},
	{(*pass).checkGreedyLabels, []string{"HttpUriGreedyLabel"}},
	{(*pass).checkURIConflicts, []string{"HttpUriConflict"}},
	{(*pass).checkBindingsMissing, []string{"HttpBindingsMissing"}},
	{(*pass).checkBindingsIgnored, []string{"HttpBindingTraitIgnored"}},
	{(*pass).checkLabels, []string{"HttpLabelTrait"}},
	{(*pass).checkHeaders, []string{"HttpHeaderTrait"}},
	{(*pass).checkPrefixHeaders, []string{"HttpPrefixHeadersTrait"}},
	{(*pass).checkQueries, []string{"HttpQueryTrait"}},
	{(*pass).checkQueryParams, []string{"HttpQueryParamsTrait"}},
	{(*pass).checkPayloads, []string{"HttpPayload"}},
	{(*pass).checkMethods, []string{"HttpMethodSemantics"}},
	{(*pass).checkResponseCodes, []string{"HttpResponseCodeSemantics"}},
	{(*pass).checkHostLabels, []string{"HostLabelTrait"}},
	{(*pass).checkCORS, []string{"CorsTrait"}},
	{(*pass).checkAPIKeys, []string{"HttpApiKeyAuthTrait"}},
	{(*pass).checkAuth, []string{"AuthTrait"}},
	{(*pass).checkAuthOrder, []string{"ServiceAuthDefinitions"}},
	{(*pass).checkStreams, []string{"StreamingTrait"}},
	{(*pass).checkEventPayloads, []string{"EventPayloadTrait"}},
	{(*pass).checkCompression, []string{"RequestCompressionTrait"}},
	{(*pass).checkPagination, []string{"PaginatedTrait"}},
	{(*pass).checkOperationShapes, []string{"OperationInputOutputMisuse", "OperationInputOutputName"}},
	{(*pass).checkOperationNames, []string{"OperationNameAmbiguity"}},
	{(*pass).checkIdempotentErrors, []string{"IdempotentTrait"}},
	{(*pass).checkIdempotencyTokens, []string{"IdempotencyTokenIgnored"}},
	{(*pass).checkWaiters, []string{"WaitableTrait", "WaitableTraitInvalidErrorType", "WaitableTraitJmespathProblem"}},
	{(*pass).checkWaiterNames, []string{"UniqueWaiterNames"}},
	{(*pass).checkConditions, []string{"Model"}},
}

// serviceValidators are about services, their closures and their resources.
var serviceValidators = []validator{
	{(*pass).checkServiceClosures, []string{"Service", "NoInlineDocumentSupport"}},
	{(*pass).checkServiceBoundOperations, []string{"ServiceBoundResourceOperation"}},
	{(*pass).checkResourceIdentifiers, []string{"ResourceIdentifier"}},
	{(*pass).checkResourceLifecycles, []string{"ResourceLifecycle"}},
	{(*pass).checkIdentifierBindings, []string{"ResourceIdentifierBinding"}},
	{(*pass).checkResourceProperties, []string{"ResourceOperationInputOutput"}},
	{(*pass).checkReferences, []string{"ReferencesTrait"}},
	{(*pass).checkUnmarkedReferences, []string{"MemberShouldReferenceResource"}},
}

// endpointValidators are about endpoint rules, their parameters and their tests.
var endpointValidators = []validator{
	{(*pass).checkRuleVersions, []string{"RulesEngineVersion"}},
	{(*pass).checkRuleParams, []string{"RuleSetParameter"}},
	{(*pass).checkRuleDocs, []string{"RuleSetParamMissingDocs"}},
	{(*pass).checkBuiltIns, []string{"RuleSetBuiltIn"}},
	{(*pass).checkAWSBuiltIns, []string{"RuleSetAwsBuiltIn"}},
	{(*pass).checkRuleURIs, []string{"RuleSetUri"}},
	{(*pass).checkRuleAuth, []string{"RuleSetAuthSchemes"}},
	{(*pass).checkEndpointTestInputs, []string{"EndpointTestsTrait"}},
	{(*pass).checkEndpointTestRuns, []string{"RuleSetTestCase"}},
	{(*pass).checkStaticParams, []string{"StaticContextParamsTrait"}},
	{(*pass).checkContextPaths, []string{"OperationContextParamsTrait"}},
	{(*pass).checkSpecialEndpoints, []string{"AwsSpecialCaseEndpoint"}},
}

// dataValidators are about shapes that describe data.
var dataValidators = []validator{
	{(*pass).checkRecursion, []string{"ShapeRecursion"}},
	{(*pass).checkUnions, []string{"Union"}},
	{(*pass).checkUnit, []string{"UnitType"}},
	{(*pass).checkDefaultsInUpdates, []string{"DefaultValueInUpdate"}},
	{(*pass).checkPrivateMixinMembers, []string{"PrivateMixinMember"}},
	{(*pass).checkNamedClosures, []string{"ShapeClosure"}},
}

// typedMetadataValidators hold metadata against its types.
var typedMetadataValidators = []validator{
	{(*pass).checkMetadataTypes, []string{"MetadataTrait"}},
	{(*pass).checkTypedMetadata, []string{"TypedMetadata"}},
}

// customValidators run the validators that loadMetadata has read.
var customValidators = []validator{
	{(*pass).runCustom, []string{"Model", "EmitEachSelector", "EmitNoneSelector", "UnreferencedShape"}},
}
