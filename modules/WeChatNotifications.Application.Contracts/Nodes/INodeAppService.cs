namespace WeChatNotifications.Nodes;

/// <summary>The processes that the module runs in. They serve all tenants, so this is for the host's own people.</summary>
public interface INodeAppService
{
    /// <summary>Those that run, and those that stopped or were lost within a day, in every database that holds deliveries; those alive first.</summary>
    Task<IReadOnlyList<NodeDto>> ListAsync(CancellationToken cancellationToken = default);
}
