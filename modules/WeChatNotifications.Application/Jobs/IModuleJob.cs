namespace WeChatNotifications.Jobs;

/// <summary>Something that the module does now and then, in every database that holds deliveries, on one node of the cluster at a time.</summary>
internal interface IModuleJob
{
    /// <summary>Names its lease: short, stable, unique.</summary>
    string Name { get; }

    /// <summary>How often it is done; a run that takes longer is followed by the next one after a whole interval.</summary>
    TimeSpan Interval { get; }

    /// <summary>For how long a running job's lease is taken and prolonged: that long the job of a killed node rests, if its interval is not longer.</summary>
    TimeSpan Lease => TimeSpan.FromMinutes(1);

    /// <summary>
    /// Does it once. The flow is bound to one database and sees all tenants in it; take scoped services from a scope of its own. May be
    /// ended at any moment, by the token or by a crash, and is then begun anew.
    /// </summary>
    Task<JobResult> RunAsync(CancellationToken cancellationToken);
}
